/**
 * The definitions of a replica's container and address. Their parameters are in the digests that clusters remember,
 * so every space in them counts.
 * Behaviour: docs/pacemaker/bundles.md#the-containers-definition.
 */
import type { Element } from "../../cib/xml/tree.ts";
import { element } from "../../cib/xml/tree.ts";
import type { BundleConfig } from "./bundle-config.ts";
import { DEFAULT_PORT } from "./bundle-config.ts";
import { type IdFrom, nameValueSet, operationXml } from "./implied-xml.ts";

const REMOTE_DAEMON = "/usr/sbin/pacemaker-remoted";

/** One replica before its resources exist. */
export interface ReplicaPlan {
  readonly offset: number;
  readonly ipAddress: string | undefined;
}

/** Pacemaker writes this where a replica has no address. */
const NO_ADDRESS = "(null)";

/**
 * Plans the replicas: number and address. Addresses count up from the start of the range; where they cannot, as IPv6 ones
 * never do, one replica goes without, and the next begins the range anew.
 */
export function planReplicas(config: BundleConfig): ReplicaPlan[] {
  const plans: ReplicaPlan[] = [];
  let ipAddress = config.ipRangeStart;
  for (let offset = 0; offset < config.replicas; offset++) {
    plans.push({ offset, ipAddress });
    ipAddress = ipAddress === undefined ? config.ipRangeStart : nextAddress(ipAddress);
  }
  return plans;
}

/** The address after this one; undefined for what is no IPv4 address, or at the end of the range. */
function nextAddress(address: string): string | undefined {
  const octets = /^\s*(\d+)\.\s*(\d+)\.\s*(\d+)\.\s*(\d+)/.exec(address)?.slice(1).map(Number);
  if (octets === undefined) return undefined;
  const [a, b, c, d] = octets as [number, number, number, number];
  if (c > 253) return undefined;
  return d > 253 ? `${a}.${b}.${c + 1}.1` : `${a}.${b}.${c}.${d + 1}`;
}

/** The options by which every container of the bundle learns the address of every other. */
export function hostEntries(config: BundleConfig, plans: readonly ReplicaPlan[]): string {
  let entries = "";
  if (config.ipRangeStart === undefined) return entries;
  for (const { offset, ipAddress = NO_ADDRESS } of plans) {
    const host = `${config.id}-${offset}`;
    entries += config.addHost ? ` --add-host=${host}:${ipAddress}` : ` --hosts-entry=${ipAddress}=${host}`;
  }
  return entries;
}

/**
 * The primitive that runs one replica's container. `entries` are the options of {@link hostEntries}; `idFrom` turns a
 * text into an id.
 */
export function containerXml(config: BundleConfig, plan: ReplicaPlan, entries: string, idFrom: IdFrom): Element {
  const id = idFrom(`${config.id}-${config.agent}-${plan.offset}`);
  const command = config.runCommand ?? (config.inner === undefined ? undefined : REMOTE_DAEMON);
  return element("primitive", { id, class: "ocf", provider: "heartbeat", type: config.agent }, [
    nameValueSet("instance_attributes", `${config.id}-attributes-${plan.offset}`, {
      image: config.image,
      allow_pull: "true",
      force_kill: "false",
      reuse: "false",
      run_opts: runOptions(config, plan, entries),
      mount_points: replicaDirectories(config, plan).join(","),
      run_cmd: command,
      // Whether the container is alive is all that is asked of it; what runs inside has its own monitor.
      monitor_cmd: "/bin/true",
    }),
    element("operations", {}, [operationXml(id, "monitor", "60s")]),
  ]);
}

function runOptions(config: BundleConfig, plan: ReplicaPlan, entries: string): string {
  let options = config.agent === "docker" ? " --restart=no" : "";
  if (config.ipRangeStart !== undefined) options += ` -h ${config.id}-${plan.offset}`;
  options += " -e PCMK_stderr=1";
  if (config.network !== undefined) options += ` --net=${config.network}`;
  options += ` -e PCMK_remote_port=${config.controlPort ?? DEFAULT_PORT}`;
  for (const mount of config.mounts) {
    const source = mount.perReplica ? replicaDirectory(config, plan, mount.source) : mount.source;
    options += ` -v ${source}:${mount.target}${mount.options === undefined ? "" : `:${mount.options}`}`;
  }
  for (const port of config.ports) {
    if (plan.ipAddress !== undefined) options += ` -p ${plan.ipAddress}:${port.source}:${port.target}`;
    else if (config.network !== "host") options += ` -p ${port.source}:${port.target}`;
  }
  if (config.options !== undefined) options += ` ${config.options}`;
  return `${options} ${entries}`;
}

function replicaDirectories(config: BundleConfig, plan: ReplicaPlan): string[] {
  return config.mounts.filter((mount) => mount.perReplica).map((mount) => replicaDirectory(config, plan, mount.source));
}

function replicaDirectory(config: BundleConfig, plan: ReplicaPlan, root: string): string {
  return `${root}/${config.id}-${plan.offset}`;
}

/** One replica's IPaddr2 primitive (docs/pacemaker/bundles.md#addresses); a plan without an address gives no `ip`. */
export function addressXml(config: BundleConfig, plan: ReplicaPlan, idFrom: IdFrom): Element {
  const id = idFrom(`${config.id}-ip-${plan.ipAddress ?? NO_ADDRESS}`);
  return element("primitive", { id, class: "ocf", provider: "heartbeat", type: "IPaddr2" }, [
    nameValueSet("instance_attributes", `${config.id}-attributes-${plan.offset}`, {
      ip: plan.ipAddress,
      nic: config.hostInterface,
      cidr_netmask: config.hostNetmask ?? "32",
    }),
    element("operations", {}, [operationXml(id, "monitor", "60s")]),
  ]);
}
