import { parseBoolean } from "../../cib/value/boolean.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { ConfContents } from "../../corosync/write.ts";
import type { DraftElement } from "./draft.ts";
import type { Setting } from "./setting.ts";
import type { ClusterSetting } from "./settings.ts";

export interface Mount {
  readonly id: string;
  readonly source: string | undefined;
  /** Each replica mounts a directory of its own below this one. */
  readonly sourceRoot?: string | undefined;
  readonly target: string;
  readonly options: string;
}

export interface ConfiguredOperation {
  readonly name: string;
  readonly interval: string;
  readonly role?: string | undefined;
  readonly timeout?: string | undefined;
  readonly onFail?: string | undefined;
  readonly startDelay?: string | undefined;
  readonly enabled?: boolean | undefined;
}

/** `class:type` or `ocf:provider:type`, in parts. */
export interface Agent {
  readonly standard: string;
  readonly provider?: string | undefined;
  readonly type: string;
}

export interface Primitive {
  readonly id: string;
  readonly agent: Agent;
  readonly parameters: ReadonlyMap<string, Setting>;
  readonly meta: ReadonlyMap<string, string>;
  readonly operations: readonly ConfiguredOperation[];
}

export interface Container {
  readonly image: string;
  readonly options: string;
  readonly network: string;
  readonly runCommand: string | undefined;
  readonly replicas: number;
  readonly promotedMax: number | undefined;
  readonly controlPort: number | undefined;
  readonly mounts: readonly Mount[];
}

export interface Service {
  readonly name: string;
  /** Of the resource that stands for the whole service: the bundle, the clone, the primitive itself. */
  readonly id: string;
  readonly kind: "primitive" | "clone" | "promotable" | "bundle";
  /** When TripleO creates it; services are configured in this order. docs/tripleo/bundles.md#steps */
  readonly step: number;
  /** The node attribute that says where it may run; `undefined`: anywhere. */
  readonly roleAttribute: string | undefined;
  readonly container: Container | undefined;
  readonly primitive: Primitive | undefined;
  /** Meta attributes of the bundle or clone. */
  readonly meta: ReadonlyMap<string, string>;
}

/** Whether its instances have roles: one of them can be promoted. */
export function hasRoles({ kind, container, meta }: Service): boolean {
  if (kind === "bundle") return (container?.promotedMax ?? 0) > 0;
  return kind !== "primitive" && parseBoolean(meta.get("promotable") ?? "false") === true;
}

export interface VirtualIp {
  /** As the manifest calls it, if it does. */
  readonly name: string | undefined;
  readonly address: string;
  readonly primitive: Primitive;
  /** The service it goes with. */
  readonly service: string | undefined;
}

export interface FencingDevice {
  readonly primitive: Primitive;
  readonly target: string;
  readonly level: number;
  /** Of its own node: it may fence that too, but better run elsewhere. */
  readonly avoid: string | undefined;
}

export interface Node {
  readonly id: number;
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly utilization: ReadonlyMap<string, string>;
  /** Of a node that the cluster does not have yet. */
  readonly isRemote: boolean;
}

/** A constraint of the writer's own. */
export interface OwnConstraint {
  readonly draft: DraftElement;
  /** Whether the id was chosen by the writer, not made up. */
  readonly named: boolean;
}

type SecretSource = { readonly file: string } | { readonly env: string };

export interface Secret {
  readonly name: string;
  readonly from: SecretSource;
  /** The value used on a simulated cluster, where the real one is not needed. */
  readonly simulated?: string;
}

export interface Manifest {
  readonly file: string | undefined;
  readonly runtime: "podman" | "docker";
  readonly nodes: readonly Node[];
  readonly services: readonly Service[];
  readonly virtualIps: readonly VirtualIp[];
  readonly fencing: readonly FencingDevice[];
  readonly settings: readonly ClusterSetting[];
  readonly constraints: readonly OwnConstraint[];
  /** What is said in the CIB's own words, by section of the configuration. */
  readonly own: ReadonlyMap<string, readonly DraftElement[]>;
  /** What goes into the CIB as it is, by section. */
  readonly raw: ReadonlyMap<string, readonly Element[]>;
  readonly secrets: readonly Secret[];
  /** Of the nodes' corosync.conf; undefined for a manifest without that section. */
  readonly corosync: ConfContents | undefined;
}

export function parseAgent(agent: string): Agent {
  const [standard = "", ...rest] = agent.split(":");
  const [provider, ...type] = rest;
  return standard === "ocf" ? { standard, provider, type: type.join(":") } : { standard, type: rest.join(":") };
}
