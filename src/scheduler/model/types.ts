/**
 * The cluster as data: resources, nodes, actions and the constraints between them. They refer to each other, so no part
 * can be declared without the rest and all are in one file of over 300 lines. Functions over them are in the files of the other names here.
 */
import type { Element } from "../../cib/xml/tree.ts";
import type { OnFail, ProbeMode, Role } from "./enums.ts";
import type { NodeTable } from "./node-table.ts";

/** `remote` nodes have a connection without launcher, `guest` nodes (bundle replicas among them) one with a launcher. */
type NodeKind = "cluster" | "remote" | "guest";

/** A cluster node, remote node or guest node, shared by everything that refers to it. */
export interface Node {
  /** Dense, in creation order: the position of this node in every {@link NodeTable}. */
  readonly index: number;
  readonly id: string;
  readonly name: string;
  kind: NodeKind;
  /** Base score from the `score` attribute of `<node>`, −INFINITY once offline or shutting down. */
  score: number;
  /** What a table starts with when this node is added to it: bundles' nodes are never probed but by their own resource. */
  probeMode: ProbeMode;
  /** Permanent, then transient attributes, and the built-in `#uname`, `#id`, `#kind`, … */
  readonly attributes: Map<string, string>;
  /** Remaining capacity; assignment subtracts from it. */
  readonly utilization: Map<string, number>;
  online: boolean;
  unclean: boolean;
  pending: boolean;
  shutdown: boolean;
  standby: boolean;
  /** Standby because an operation failed with `on-fail=standby`. */
  standbyOnFail: boolean;
  maintenance: boolean;
  expectedUp: boolean;
  /** A node_state was seen for it. */
  seen: boolean;
  /** Its operation history has been read. */
  unpacked: boolean;
  probesAllowed: boolean;
  /** A remote or guest node that has to be reset (fenced or restarted) to recover it. */
  remoteReset: boolean;
  remoteFenced: boolean;
  remoteMaintenance: boolean;
  /** Sum of the priorities of the resources active here, for priority-fencing-delay. */
  priority: number;
  /** Primitives (instances, connections) active here, in the order they were found. */
  readonly running: Resource[];
  /** Resources assigned here by this run. */
  assignedCount: number;
  /** The connection resource of a remote or guest node. */
  connection: Resource | undefined;
}

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

/** Meta-attributes of an operation, and what they were made of besides the resource's definition. */
export interface KnownOperationMeta {
  readonly op: Element | undefined;
  readonly defaults: Element | undefined;
  readonly operations: readonly OperationConfig[];
  readonly meta: ReadonlyMap<string, string>;
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

/** A location constraint after its rules were evaluated: scores for nodes. */
export interface Location {
  readonly id: string;
  readonly rsc: Resource;
  /** Roles it is restricted to; unknown = all. */
  readonly role: Role;
  readonly probeMode: ProbeMode;
  readonly nodes: ReadonlyMap<Node, number>;
}

export interface Colocation {
  readonly id: string;
  readonly dependent: Resource;
  readonly primary: Resource;
  readonly score: number;
  readonly nodeAttribute: string;
  readonly dependentRole: Role;
  readonly primaryRole: Role;
  /** The dependent's preferences move the primary. */
  readonly influence: boolean;
  /** The dependent, a bundle's connection, never moves a container that is active and well. */
  readonly sparesActive: boolean;
  /** Written in the configuration, not implied by a group, bundle or container. */
  readonly explicit: boolean;
}

/** An ordering between two actions, which may be named by resource and key and resolved when orderings are applied. */
export interface Ordering {
  readonly id: number;
  readonly firstRsc: Resource | undefined;
  /** Operation key or, with no resource, undefined. */
  readonly firstTask: string | undefined;
  firstAction: Action | undefined;
  readonly thenRsc: Resource | undefined;
  readonly thenTask: string | undefined;
  thenAction: Action | undefined;
  type: number;
}

export interface Ticket {
  readonly id: string;
  granted: boolean;
  standby: boolean;
  readonly attributes: Map<string, string>;
}

export type LossPolicy = "stop" | "demote" | "fence" | "freeze";

export interface TicketConstraint {
  readonly id: string;
  readonly rsc: Resource;
  readonly ticket: Ticket;
  readonly lossPolicy: LossPolicy;
  readonly role: Role;
}

export type Needs = "nothing" | "quorum" | "fencing";

export interface RelationTo {
  readonly action: Action;
  /** Bits of {@link Relation}; 0 once the relation was dropped. */
  type: number;
  /** The bits it was made with; dropping it leaves them, so that the same relation is not added anew. */
  readonly declared: number;
  /** It becomes an edge of the graph. */
  graphed: boolean;
}

export interface Action {
  /** From 1, in creation order over the whole run: part of what Pacemaker's own files show. */
  readonly id: number;
  readonly key: string;
  /** Changes once, when a recurring action found in the history turns out to be one to cancel. */
  task: string;
  /** For `cancel`, the operation to cancel. */
  cancelTask: string | undefined;
  readonly rsc: Resource | undefined;
  /** The `<op>` that configures it, disabled ones included. */
  readonly operation: Element | undefined;
  node: Node | undefined;
  flags: number;
  /** Reason shown to people and compared with Pacemaker's; the first one set is kept unless overwritten explicitly. */
  reason: string | undefined;
  needs: Needs;
  onFail: OnFail;
  priority: number;
  /** Milliseconds; 0 for anything that is not recurring. */
  intervalMs: number;
  /** Meta-attributes, as they will be printed after `CRM_meta_`. */
  meta: ReadonlyMap<string, string>;
  /** The same, once it is this action's alone; see `setMeta` in action/action-state.ts. */
  ownMeta: Map<string, string> | undefined;
  /** Operation-level parameters. */
  extra: ReadonlyMap<string, string>;
  /** Relations to actions that come before this one, oldest first. */
  readonly before: RelationTo[];
  readonly after: RelationTo[];
  /** Of a collective's action: its flags as summed up from its parts' (action/collective-flags.ts), as of a revision. */
  flagSums: { revision: number; readonly byNode: Map<Node | undefined, number> } | undefined;
  /** Runnable `before` actions counted for min-runnable. */
  runnableBefore: number;
  requiredRunnableBefore: number;
  /** The result that is no failure, where the history or the role to check says which: recurring monitors and probes. */
  expectedRc: number | undefined;
}

/** A resource as notifications mention it: with the node it is on, or its action is; inactive ones have none. */
export interface NotifyEntry {
  readonly rsc: Resource;
  readonly node: Node | undefined;
}

/** The lists a notification carries, by the state or the action they are about. */
export type NotifyList = "stop" | "start" | "demote" | "promote" | "active" | "unpromoted" | "promoted" | "inactive";

/** The notifications around one action of a clone: see notifications/notifications.ts, which alone fills and reads this. */
export interface Notification {
  /** The action they are about: start, stop, promote or demote. */
  readonly task: string;
  pre: Action | undefined;
  preDone: Action | undefined;
  post: Action | undefined;
  postDone: Action | undefined;
  readonly lists: Readonly<Record<NotifyList, NotifyEntry[]>>;
  allowed: NodeTable | undefined;
  /** The meta-attributes that agents get. */
  readonly values: Map<string, string>;
}
