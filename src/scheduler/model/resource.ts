import type { Element } from "../../cib/xml/tree.ts";
import type { Action } from "./action.ts";
import type { Colocation, Location } from "./constraint.ts";
import type { KnownOperationMeta } from "./element-cache.ts";
import type { Node, NodeTable } from "./node.ts";
import type { Notification } from "./notification.ts";

/** Ordered and compared numerically, as Pacemaker does. */
export const Role = { unknown: 0, stopped: 1, started: 2, unpromoted: 3, promoted: 4 } as const;
export type Role = (typeof Role)[keyof typeof Role];

/** Strength order: the worst failure response of several is the numerically greatest. */
export const OnFail = {
  ignore: 0,
  demote: 1,
  restart: 2,
  resetRemote: 3,
  restartContainer: 4,
  ban: 5,
  block: 6,
  stop: 7,
  standby: 8,
  fence: 9,
} as const;
export type OnFail = (typeof OnFail)[keyof typeof OnFail];

export type MultipleActive = "stop_start" | "stop_only" | "block" | "stop_unexpected";

/** A configured operation, with what every search for one compares already read. */
export interface OperationConfig {
  /** The `<op>`. */
  readonly xml: Element;
  readonly name: string;
  readonly intervalMs: number;
  readonly enabled: boolean;
  /** The role it recurs in, unknown for any but Promoted; undefined when it does not recur, or not validly. */
  readonly recursIn: Role | undefined;
}

/** What every variant has. Lists are in creation order (oldest first) unless they say otherwise. */
export interface ResourceBase {
  readonly id: string;
  /** Dense, in creation order over all resources, instances and implicit ones included. */
  readonly index: number;
  /** The definition with its template expanded. */
  readonly xml: Element;
  /** Configured operations in document order, those of the template included. */
  readonly operations: readonly OperationConfig[];
  parent: Resource | undefined;
  readonly children: Resource[];
  /** All meta-attributes, after inheritance and defaults. */
  readonly meta: Map<string, string>;
  /** Tag and template ids this resource belongs to are looked up in `Scheduler.tags`, by id. */

  managed: boolean;
  blocked: boolean;
  /** An orphan: in the history, no longer in the configuration. */
  removed: boolean;
  /** An orphaned connection whose history still names the container it ran in. */
  removedLaunched: boolean;
  unique: boolean;
  promotable: boolean;
  notify: boolean;
  failed: boolean;
  /** The failed instance is to be stopped even if it would otherwise stay where it is. */
  stopIfFailed: boolean;
  startPending: boolean;
  fenceDevice: boolean;
  isRemoteConnection: boolean;
  /** A location constraint with `resource-discovery=exclusive` names it. */
  exclusiveProbes: boolean;
  migratable: boolean;
  critical: boolean;
  maintenance: boolean;
  needsQuorum: boolean;
  needsFencing: boolean;
  needsUnfencing: boolean;
  ignoreFailure: boolean;
  /** multiple-active=stop_unexpected applies. */
  stopUnexpected: boolean;
  /** The container primitive of a bundle replica. */
  replicaContainer: boolean;
  /** It may contain remote nodes on remote nodes (bundles' connections). */
  remoteNestingAllowed: boolean;

  // Work flags of the phases.
  unassigned: boolean;
  assigning: boolean;
  updatingNodes: boolean;
  restarting: boolean;
  reload: boolean;
  startRequired: boolean;

  priority: number;
  stickiness: number;
  /** INFINITY = never ban. */
  migrationThreshold: number;
  /** Milliseconds, 0 = failures never expire. */
  failureTimeout: number;
  /** Remote connections: milliseconds between attempts to connect again, 0 = not set; then also the failure timeout. */
  reconnectInterval: number;
  multipleActive: MultipleActive;
  /** Role known from the history. */
  role: Role;
  /** Role it is to have. */
  nextRole: Role;
  /** Where it is active now, in the order found. */
  readonly active: Node[];
  /** Where it will be; undefined also when it will be nowhere (see `unassigned`). */
  assigned: Node | undefined;
  /** The score with which it got `assigned`; what changes the node's score afterwards does not change this. */
  assignedScore: number;
  /** Own nodes with scores. */
  allowed: NodeTable;
  /** Nodes where its state is known, with the role found there. */
  readonly knownOn: Map<Node, Role>;
  /** An operation in flight, e.g. `Starting`, for display. */
  pendingTask: string | undefined;
  pendingNode: Node | undefined;
  partialMigrationSource: Node | undefined;
  partialMigrationTarget: Node | undefined;
  readonly danglingMigrationSources: Node[];
  /** The container resource this one runs in (guest connections, bundled primitives). */
  launcher: Resource | undefined;
  /** Resources that run in this container. */
  readonly launched: Resource[];
  /** Id under which its history is kept, when that differs from `id` (anonymous clone instances). */
  historyId: string | undefined;
  lockNode: Node | undefined;
  /** Epoch seconds. */
  lockTime: number;

  readonly actions: Action[];
  /** The first `known` of them by key; filled and read by action/find-actions.ts alone. */
  actionsByKey: { known: number; readonly lists: Map<string, Action[]> } | undefined;
  /** Grows with every change to the actions of this resource and of its parts; see action/collective-flags.ts. */
  actionsRevision: number;
  readonly locations: Location[];
  /** Colocations in which it is the dependent, sorted as assignment wants them (action/colocation-lists.ts). */
  readonly thisWith: Colocation[];
  /** Colocations in which it is the primary, sorted likewise. */
  readonly withThis: Colocation[];
  /** Instance attributes by the node they were evaluated for; filled and read by model/params.ts alone. */
  readonly params: Map<Node | undefined, ReadonlyMap<string, string>>;
  /** By task and interval, those that are this resource's in this run alone; filled and read by model/operation-config.ts. */
  readonly operationMeta: Map<string, KnownOperationMeta>;
  /** Required capacity. */
  readonly utilization: Map<string, number>;
  /** Promotion priority, while instances are sorted (placement/promotion). */
  promotionPriority: number;
}

export interface Primitive extends ResourceBase {
  readonly kind: "primitive";
  readonly standard: string;
  readonly provider: string | undefined;
  readonly type: string;
  /** The node this connection reaches. */
  remoteNode: Node | undefined;
}

export interface Group extends ResourceBase {
  readonly kind: "group";
  readonly ordered: boolean;
  readonly colocated: boolean;
}

export interface Clone extends ResourceBase {
  readonly kind: "clone";
  cloneMax: number;
  cloneNodeMax: number;
  readonly promotedMax: number;
  readonly promotedNodeMax: number;
  readonly ordered: boolean;
  readonly interleave: boolean;
  /** The clone's template child as written: instances are made of it. */
  readonly childXml: Element;
  /** Instances created so far, orphaned ones included. */
  total: number;
  promotedCount: number;
  /** So many times its assignment is under way, within itself. */
  assignments: number;
  /** By task; of clones with `notify` only. */
  readonly notifications: Map<string, Notification>;
  /** Roles are being (or have been) chosen: a bundle's colocations now apply to this, its inner clone, too. */
  promotionConstrained: boolean;
}

export interface Replica {
  readonly offset: number;
  readonly container: Primitive;
  readonly ip: Primitive | undefined;
  readonly connection: Primitive | undefined;
  readonly node: Node | undefined;
  /** The bundled instance. */
  inner: Primitive | undefined;
  readonly ipAddress: string | undefined;
}

export interface Bundle extends ResourceBase {
  readonly kind: "bundle";
  readonly agent: "podman" | "docker";
  readonly image: string;
  readonly replicasMax: number;
  readonly perHost: number;
  readonly promotedMax: number;
  readonly replicas: Replica[];
  /** The implicit clone of the inner primitive. */
  inner: Clone | undefined;
}

export type Resource = Primitive | Group | Clone | Bundle;

export function isCollective(rsc: Resource): rsc is Clone | Bundle {
  return rsc.kind === "clone" || rsc.kind === "bundle";
}

/** The outermost ancestor; a bundle counts as the end when `throughBundle` is false. */
export function topOf(rsc: Resource, throughBundle = true): Resource {
  let top = rsc;
  while (top.parent !== undefined && (throughBundle || top.parent.kind !== "bundle")) top = top.parent;
  return top;
}

/** An instance (or a member of an instance) of a clone that is not globally unique. */
export function isAnonymousInstance(rsc: Resource): boolean {
  for (let at = rsc.parent; at !== undefined; at = at.parent) {
    if (at.kind === "clone") return !at.unique;
  }
  return false;
}
