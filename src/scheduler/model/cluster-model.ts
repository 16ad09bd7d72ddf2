import type { IndexById } from "../../cib/value/element-index.ts";
import type { HealthScores } from "../../cib/value/score.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { Dialect } from "./dialect.ts";
import type { ElementCache } from "./element-cache.ts";
import type { OnFail } from "./enums.ts";
import type { FailureAttributes } from "./failure-attributes.ts";
import type { ReadOnly } from "./read-only.ts";
import type { Action, Colocation, Location, Node, Ordering, Resource, Ticket, TicketConstraint } from "./types.ts";
import type { Why } from "./why.ts";

export type QuorumPolicy = "stop" | "ignore" | "freeze" | "demote" | "fence";
export type PlacementStrategy = "default" | "utilization" | "minimal" | "balanced";

/** Cluster options, read once. Durations are milliseconds. */
export interface ClusterOptions {
  /** Every property that applies, by its current name, as written. */
  readonly properties: ReadonlyMap<string, string>;
  readonly symmetric: boolean;
  readonly quorumPolicy: QuorumPolicy;
  readonly fencingEnabled: boolean;
  readonly fencingAction: "reboot" | "off";
  readonly startupFencing: boolean;
  readonly concurrentFencing: boolean;
  /** Remote nodes may be fenced without quorum. */
  readonly fenceRemoteWithoutQuorum: boolean;
  readonly priorityFencingDelay: number;
  readonly nodePendingTimeout: number;
  readonly clusterDelay: string;
  readonly batchLimit: string;
  readonly migrationLimit: string | undefined;
  readonly startFailureFatal: boolean;
  readonly maintenanceMode: boolean;
  readonly stopAll: boolean;
  readonly stopRemovedResources: boolean;
  readonly cancelRemovedActions: boolean;
  readonly startupProbes: boolean;
  readonly shutdownLock: boolean;
  readonly shutdownLockLimit: number;
  readonly placementStrategy: PlacementStrategy;
  readonly healthStrategy: "none" | "migrate-on-red" | "only-green" | "progressive" | "custom";
  readonly healthBase: number;
  readonly health: HealthScores;
  readonly clusterName: string | undefined;
}

/** A failed operation found in the history, as status pages list them. */
interface FailedOperation {
  readonly node: Node;
  readonly rsc: Resource | undefined;
  /** The `lrm_rsc_op` element. */
  readonly op: Element;
  /** How the cluster responds to it; undefined where it is only shown, as a probe that says "cannot run here" is. */
  onFail: OnFail | undefined;
}

/** The intermediate results of a run, for reports that print them. */
interface RunNotes {
  /** The scores listing, e.g. `pcmk__primitive_assign: A allocation score on node1: 0`. */
  readonly scoreLines: string[];
  readonly assignments: AssignmentNote[];
  /** Operations whose definition changed in nothing but secrets. */
  readonly secretChanges: SecretChangeNote[];
}

interface SecretChangeNote {
  readonly rsc: Resource;
  readonly node: Node;
  /** Absent where it is the unfencing of the node. */
  readonly operation?: { readonly task: string; readonly intervalMs: number; readonly magic: string };
}

/** An assignment as it was made, perhaps to be taken back later. */
interface AssignmentNote {
  readonly rsc: Resource;
  readonly node: Node;
  /** How many score lines there were by then. */
  readonly afterLines: number;
}

/** `unknown`: nothing to compare with; `restart`: changed in a way that the running resource cannot take up. */
type DigestVerdict = "match" | "unknown" | "mismatch" | "restart";

/** Digests of the present definition. Kept per node and operation key, the verdict being the last one asked for. */
export interface Digests {
  verdict: DigestVerdict;
  /** Of all parameters. */
  readonly all: string;
  /** Of those that are no secret. */
  readonly secure: string;
  /** Of those that cannot be changed while running; undefined when the history has nothing to compare it with. */
  readonly restart: string | undefined;
}

/** The values that nodes have for one attribute, as small numbers. */
export interface AttributeValues {
  /** By `Node.index`: nodes with the same number have the same value, without regard to case; having none is a value too. */
  readonly of: Int32Array;
  /** How many different values there are. */
  readonly count: number;
}

/**
 * Everything one run of the scheduler works on. Phases fill and change it in the order of `schedule.ts`; a line above
 * each group of fields names those that do. All fields are there from the beginning: they are read everywhere, and V8
 * reads objects of one shape much faster.
 */
export interface ClusterModel {
  // Given with the run, and written by no phase.

  /** Notes where scores and actions come from; undefined unless an explanation is wanted. */
  readonly why: Why | undefined;
  /** The cache of this run, and of earlier ones if they were passed on. */
  readonly elementCache: ElementCache;
  /** Whose rules apply where releases of Pacemaker differ. */
  readonly dialect: Dialect;
  readonly cib: Element;
  readonly configuration: Element;
  /** Its `op_defaults`, which every operation of every resource takes a part in. */
  readonly operationDefaults: Element | undefined;
  readonly status: Element | undefined;
  /** Elements by `id`, for id-ref and look-ups. */
  readonly byId: IndexById;
  /** Epoch seconds; the moment every rule and expiry is judged at. */
  readonly now: number;
  readonly quorate: boolean;
  readonly dcUuid: string | undefined;

  // Set by `decide` in schedule.ts, before its first phase.

  /** Secrets in the CIB may be masked: a difference in secrets alone is no change. */
  sanitized: boolean;
  /** Present when the caller wants to print them; every phase adds its own. */
  notes: RunNotes | undefined;

  // Written while the configuration is unpacked (model/). Orphans are added to the resources, and nodes that only the
  // status names to the nodes, as the status is (status/); resources are sorted again before they are assigned (placement/).

  options: ClusterOptions;
  /** A fencing device is configured (or have-watchdog). */
  haveFencingDevice: boolean;
  enableUnfencing: boolean;
  haveRemoteNodes: boolean;
  /** Entries of nodes whose ids other nodes have: they count where nodes are counted, and are nowhere else. */
  repeatedNodes: number;
  dc: Node | undefined;

  /** Sorted by name, digit runs numerically. */
  readonly nodes: Node[];
  /** By creation: `nodesByIndex[node.index] === node`. */
  readonly nodesByIndex: Node[];
  readonly nodesByName: Map<string, Node>;
  readonly nodesById: Map<string, Node>;
  /** Top-level resources: configuration order, then sorted by priority; orphans appended. */
  readonly resources: Resource[];
  /** Every resource, instances and implicit ones included, by id. */
  readonly resourcesById: Map<string, Resource>;
  readonly templates: Map<string, string[]>;
  readonly tags: Map<string, string[]>;

  // Written while the status is unpacked (status/).

  /** Those that only a constraint names are added with the constraints (constraints/). */
  readonly tickets: Map<string, Ticket>;
  readonly failedOperations: FailedOperation[];
  /** Entries of recurring monitors whose failure is too old to count; detection of configuration changes has them run anew. */
  readonly expiredMonitors: Set<Element>;
  /** Containers of failed remote nodes, to be stopped; noted while the history is read, and emptied at its end. */
  readonly stopNeeded: Resource[];

  // Written while constraints are unpacked (constraints/). Later phases add the constraints that follow from groups,
  // bundles and the like: colocations and orderings before assignment (ordering/), orderings with actions (actions/).

  readonly locations: Location[];
  readonly colocations: Colocation[];
  readonly ticketConstraints: TicketConstraint[];
  readonly orderings: Ordering[];

  // Written whenever an action is made (action/new-action.ts): clean-ups and fencing as the status is unpacked, most in actions/.

  /** Creation order; `actions[i].id === i + 1`. */
  readonly actions: Action[];
  /** Actions of no resource, by key (fencing, shutdown, load, pseudo). */
  readonly globalActions: Map<string, Action[]>;

  // Filled as they are asked for, each by the one file that its comment names.

  /** Parameter digests made so far; filled and read by model/digests.ts alone. */
  readonly digests: Map<string, Digests>;
  readonly failureAttributes: FailureAttributes;
  /** Nodes' values of attributes, numbered; filled and read by model/node-values.ts alone. */
  readonly attributeValues: Map<string, AttributeValues>;

  // Written by every phase.

  nextOrderingId: number;
  nextResourceIndex: number;
  /** Epoch seconds of the next instant at which the result may change by itself. */
  recheckBy: number | undefined;
  /** Deferred checks of fail counts for parameters only known after assignment (bundle connections). */
  readonly deferredParamChecks: (() => void)[];
  /** Warnings about the configuration, as Pacemaker would log at error level. */
  readonly problems: string[];
}

/** The model as those read it who may not write it. Not in it: what phases use while they work. */
export type ReadonlyModel = ReadOnly<Omit<ClusterModel, "why" | "deferredParamChecks" | "digests" | "attributeValues">>;

export type ReadonlyFailedOperation = ReadOnly<FailedOperation>;
