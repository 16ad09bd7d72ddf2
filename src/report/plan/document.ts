/** A plan: what a change of the configuration differs in, and what the cluster will do because of it. */
import type { NodeChange, ResourceChange } from "../changes/document.ts";
import type { Reason } from "../explain/document.ts";
import type { Difference } from "./differences.ts";

/** One step of the transition that touches a resource or a node. */
export interface PlannedOperation {
  readonly operation: string;
  readonly intervalMs: number;
  readonly resource: string;
  readonly node: string;
  readonly reason?: string;
  /** The differences it rests on, by their places in the plan's list; empty for what would be done anyway. */
  readonly differences: readonly number[];
}

export interface Together {
  /** A bundle or clone more than one instance of which goes down in the same transition. */
  readonly resource: string;
  readonly instances: readonly string[];
  /** How many there are in all. */
  readonly of: number;
}

/** Why something is to be done. */
export interface Because {
  /** From the action back to what began it, a sentence each. */
  readonly chain: readonly Reason[];
  /** The differences this rests on, by their places in the plan's list. */
  readonly differences: readonly number[];
}

type PlannedNode = NodeChange & { readonly because: Because };
export type PlannedResource = ResourceChange & { readonly because: Because };

/** An operation that one of two schedulers has and the other has not. */
export interface Disagreement {
  readonly only: "holdfast" | "pacemaker";
  /** Of a fencing, `reboot`, `off` or `on`. */
  readonly operation: string;
  readonly intervalMs: number;
  readonly resource: string;
  readonly node: string;
}

/** What Pacemaker's own scheduler says to the plan. */
export type Check =
  /** `apart`: all but what it cannot see (changes of secrets) or what its release decides otherwise than the cluster's. */
  | { readonly by: string; readonly agrees: true; readonly apart?: "secrets" | "release" }
  | { readonly by: string; readonly agrees: false; readonly differences: readonly Disagreement[] }
  /** It could not be asked. `missing`: it is not installed, which is no fault. */
  | { readonly by: null; readonly agrees: null; readonly reason: string; readonly missing: boolean };

/** What makes Pacemaker schedule anew on the way: what is not done by then may be done otherwise than planned. */
export interface Interruption {
  /**
   * A guest or remote node comes up, an agent tells how fit for promotion it is, a removed resource is forgotten, failures
   * are.
   */
  readonly kind: "node" | "promotion-score" | "history" | "failures";
  /** The node's connection, the promotable resource, the removed one, the one that had failed. */
  readonly resource: string;
}

export interface Plan {
  readonly document: "plan";
  readonly version: 1;
  /** The configuration the plan was made against. */
  readonly against: { readonly adminEpoch: number; readonly epoch: number };
  readonly differences: readonly Difference[];
  /** What the change causes. */
  readonly nodes: readonly PlannedNode[];
  readonly resources: readonly PlannedResource[];
  /** Every operation of the transition that follows, recurring monitors and probes included. */
  readonly operations: readonly PlannedOperation[];
  readonly interruptions: readonly Interruption[];
  /** Instances whose restart Pacemaker may forget, so that they go on with the parameters they have now. */
  readonly doubtfulRestarts: readonly string[];
  readonly together: readonly Together[];
  /** What the cluster would do without the change too. */
  readonly anyway: readonly (NodeChange | ResourceChange)[];
  /** Absent when the check was not asked for. */
  readonly checked?: Check;
}
