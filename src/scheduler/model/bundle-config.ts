/**
 * What a `bundle` element says about its containers, network, storage and inner resource.
 * Behaviour: docs/pacemaker/bundles.md#the-bundle-element; Pacemaker Explained, "Bundles".
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { child, element, elements, get } from "../../cib/xml/tree.ts";
import { nameValueSet } from "./implied-xml.ts";
import { countOf } from "./meta.ts";

interface Mount {
  readonly source: string;
  readonly target: string;
  readonly options: string | undefined;
  /** Each replica mounts a directory of its own below `source`. */
  readonly perReplica: boolean;
}

interface PortMapping {
  readonly source: string;
  readonly target: string;
}

export interface BundleConfig {
  readonly id: string;
  readonly agent: "podman" | "docker";
  readonly image: string;
  readonly promotedMax: number;
  readonly replicas: number;
  readonly perHost: number;
  /** `perHost` as configured, before a shared control port limits it. */
  readonly configuredPerHost: number;
  readonly network: string | undefined;
  readonly options: string | undefined;
  readonly runCommand: string | undefined;
  readonly ipRangeStart: string | undefined;
  readonly hostNetmask: string | undefined;
  readonly hostInterface: string | undefined;
  readonly controlPort: string | undefined;
  readonly addHost: boolean;
  readonly ports: readonly PortMapping[];
  readonly mounts: readonly Mount[];
  /** The resource to run inside, if any. */
  readonly inner: Element | undefined;
}

/** Where a connection is made when nothing else is configured. */
export const DEFAULT_PORT = "3121";
const KEY_FILE = "/etc/pacemaker/authkey";
const LOG_DIRECTORY = "/var/log/pacemaker/bundles";

/** The configuration; or, where it cannot be used, why not. */
export function readBundleConfig(id: string, xml: Element): BundleConfig | { readonly problem: string } {
  const agent = child(xml, "docker") === undefined ? "podman" : "docker";
  const launch = child(xml, agent);
  if (launch === undefined) return { problem: `${id} has no container technology that is supported` };

  const promotedMax = countOf(get(launch, "promoted-max"), 0);
  const replicas = get(launch, "replicas");
  const configuredPerHost = countOf(get(launch, "replicas-per-host"), 1);
  const network = child(xml, "network");
  const networked = (name: string): string | undefined => (network === undefined ? undefined : get(network, name));
  const ipRangeStart = networked("ip-range-start");
  const controlPort = networked("control-port");
  const inner = child(xml, "primitive");
  if (inner !== undefined && ipRangeStart === undefined && controlPort === undefined) {
    return { problem: `Cannot control ${get(inner, "id")} inside ${id} without either ip-range-start or control-port` };
  }
  const ports = portMappings(network);
  const mounts = storageMappings(child(xml, "storage"));
  if (inner !== undefined) {
    mounts.push({ source: KEY_FILE, target: KEY_FILE, options: undefined, perReplica: false });
    if (!mounts.some((mount) => mount.target === "/var/log")) {
      mounts.push({ source: LOG_DIRECTORY, target: "/var/log", options: undefined, perReplica: true });
    }
    ports.push({ source: controlPort ?? DEFAULT_PORT, target: controlPort ?? DEFAULT_PORT });
  }
  return {
    id,
    agent,
    image: get(launch, "image") ?? "",
    promotedMax,
    replicas: replicas === undefined && promotedMax > 0 ? promotedMax : countOf(replicas, 1),
    // One host cannot offer the same control port to several replicas.
    perHost: inner !== undefined && ipRangeStart === undefined ? 1 : configuredPerHost,
    configuredPerHost,
    network: get(launch, "network"),
    options: get(launch, "options"),
    runCommand: get(launch, "run-command"),
    ipRangeStart,
    hostNetmask: networked("host-netmask"),
    hostInterface: networked("host-interface"),
    controlPort,
    addHost: parseBoolean(networked("add-host")) ?? true,
    ports,
    mounts,
    inner,
  };
}

function portMappings(network: Element | undefined): PortMapping[] {
  const ports: PortMapping[] = [];
  for (const mapping of network === undefined ? [] : elements(network, "port-mapping")) {
    const port = get(mapping, "port");
    const source = port ?? get(mapping, "range");
    if (source === undefined || source === "") continue;
    ports.push({ source, target: (port === undefined ? undefined : get(mapping, "internal-port")) ?? source });
  }
  return ports;
}

function storageMappings(storage: Element | undefined): Mount[] {
  const mounts: Mount[] = [];
  for (const mapping of storage === undefined ? [] : elements(storage, "storage-mapping")) {
    const shared = get(mapping, "source-dir");
    const source = shared ?? get(mapping, "source-dir-root");
    const target = get(mapping, "target-dir");
    if (source === undefined || target === undefined) continue;
    mounts.push({ source, target, options: get(mapping, "options"), perReplica: shared === undefined });
  }
  return mounts;
}

/**
 * The clone that the inner primitive is made an instance of, one for each replica. The name of a promotable one dates
 * from when such clones were another element, and has to stay: clusters remember it.
 */
export function innerCloneXml(config: BundleConfig, inner: Element): Element {
  const promotable = config.promotedMax > 0;
  return element("clone", { id: `${config.id}-${promotable ? "master" : "clone"}` }, [
    nameValueSet("meta_attributes", `${config.id}-clone-meta`, {
      ordered: "true",
      "clone-max": String(config.replicas),
      "clone-node-max": String(config.perHost),
      "globally-unique": String(config.perHost > 1),
      promotable: promotable ? "true" : undefined,
      "promoted-max": promotable ? String(config.promotedMax) : undefined,
    }),
    inner,
  ]);
}
