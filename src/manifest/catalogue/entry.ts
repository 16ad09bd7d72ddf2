/**
 * What an entry of the catalogue says, and the few things that all of TripleO's bundles share.
 * docs/tripleo/bundles.md#common-to-all-bundles
 */
import type { ConfiguredOperation, Container, Mount, Service } from "../model/model.ts";
import { type Setting, textSetting } from "../model/setting.ts";

/** What of a manifest an entry depends on. */
export interface Deployment {
  readonly runtime: "podman" | "docker";
  /** The whole name of an image, from its last part. */
  image(name: string): string;
  /** Nodes that run the service, by name, in the manifest's order. */
  readonly nodes: readonly string[];
  /** The name by which other nodes reach a node's internal API. */
  host(node: string): string;
  /** The address of the virtual IP that goes with the service, if it has one of its own. */
  readonly virtualIp: string | undefined;
  readonly tls: Tls;
}

interface Tls {
  readonly internal: boolean;
  readonly public: boolean;
  readonly caFile: string;
}

/** All that is known of a service; what resolves a manifest asks its entry, and knows no service by name. */
export interface CatalogueEntry {
  readonly name: string;
  /**
   * The agent's parameter that holds the address the service is reached by. The agent does not start without it, so the
   * manifest must give the service a virtual IP of its own, or set the parameter.
   */
  readonly addressParameter?: string;
  /** Which virtual IPs go with the service where the manifest does not say so with `with`. */
  readonly virtualIps?: {
    /** Those the manifest calls by one of these names; an underscore counts as a dash. */
    readonly named?: readonly string[];
    /** Those that no other service takes by their name. */
    readonly others?: boolean;
  };
  build(deployment: Deployment): Service;
}

export interface ContainerChoice {
  readonly bundle: string;
  readonly image: string;
  readonly replicas: number;
  readonly promotedMax?: number;
  readonly controlPort?: number;
  /** Container options before TripleO's own. */
  readonly before?: string;
  /** Container options after them. */
  readonly after?: string;
  /** `null`: the image's own user. */
  readonly user?: null;
  readonly mounts: readonly Mount[];
}

export function container(d: Deployment, choice: ContainerChoice): Container {
  const log =
    d.runtime === "docker"
      ? "--log-driver=journald"
      : `--log-driver=k8s-file --log-opt path=/var/log/containers/stdouts/${choice.bundle}.log`;
  const user = choice.user === null ? undefined : "--user=root";
  const options = [choice.before, user, log, "-e KOLLA_CONFIG_STRATEGY=COPY_ALWAYS", choice.after];
  return {
    image: d.image(choice.image),
    options: options.filter((option) => option !== undefined).join(" "),
    network: "host",
    runCommand: "/bin/bash /usr/local/bin/kolla_start",
    replicas: choice.replicas,
    promotedMax: choice.promotedMax,
    controlPort: choice.controlPort,
    mounts: choice.mounts,
  };
}

/** Kolla's configuration file of a service, which its container reads under one name. */
export function kollaConfig(id: string, file: string): Mount {
  return mount(id, `/var/lib/kolla/config_files/${file}`, "ro", "/var/lib/kolla/config_files/config.json");
}

/** The generated configuration of a service. */
export function kollaSource(id: string, source: string): Mount {
  return mount(id, source, "ro", "/var/lib/kolla/config_files/src");
}

/** A file copied into place at start, by the path it then has. */
export function kollaTls(id: string, path: string): Mount {
  return mount(id, path, "ro", `/var/lib/kolla/config_files/src-tls${path}`);
}

export function mount(id: string, source: string, options: string, target: string = source): Mount {
  return { id, source, target, options };
}

/** The host's trust in certificate authorities. */
export function publicKeyMounts(prefix: string): Mount[] {
  return [
    mount(`${prefix}-pki-extracted`, "/etc/pki/ca-trust/extracted", "ro"),
    mount(`${prefix}-pki-ca-bundle-crt`, "/etc/pki/tls/certs/ca-bundle.crt", "ro"),
    mount(`${prefix}-pki-ca-bundle-trust-crt`, "/etc/pki/tls/certs/ca-bundle.trust.crt", "ro"),
    mount(`${prefix}-pki-cert`, "/etc/pki/tls/cert.pem", "ro"),
  ];
}

export function operation(name: string, timeout: string, more: Partial<ConfiguredOperation> = {}): ConfiguredOperation {
  return { name, interval: "0s", timeout, ...more };
}

export function monitor(interval: string, timeout: string, role?: string): ConfiguredOperation {
  return { name: "monitor", interval, timeout, role };
}

export function settings(values: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, Setting> {
  return new Map(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, textSetting(value)]])),
  );
}
