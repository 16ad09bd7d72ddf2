/**
 * Why a score or an action is as it is: the causes there are, and the calls by which a run reports them to a recorder.
 * A cause holds the scheduler's own values, from which a report finds the configuration's ids and the history's
 * entries (report/explain). The recorder is `WhyRecorder` in why/. Behaviour: docs/pacemaker/phases.md#the-phases,
 * which leads to the chapter of each.
 */
import type { Element } from "../../cib/xml/tree.ts";
import type { NodeTable } from "./node-table.ts";
import type {
  ReadonlyBundle,
  ReadonlyClone,
  ReadonlyColocation,
  ReadonlyLocation,
  ReadonlyNode,
  ReadonlyResource,
  ReadonlyTicketConstraint,
} from "./read-only.ts";
import type { Action, Clone, Colocation, Node, Ordering, Resource } from "./types.ts";

export type Cause =
  /** The node's own score; −INFINITY once it is offline or shutting down. */
  | { readonly kind: "node" }
  /** Written in the configuration, or the node's health. */
  | { readonly kind: "location"; readonly location: ReadonlyLocation }
  | { readonly kind: "stickiness" }
  /** `migration-threshold` is reached. */
  | { readonly kind: "failures"; readonly of: ReadonlyResource }
  /** A result in the history. */
  | { readonly kind: "operation"; readonly entry: Element; readonly rsc: ReadonlyResource; readonly node: ReadonlyNode }
  /** It is no longer in the configuration. */
  | { readonly kind: "removed" }
  /** The cluster does not manage it, so it stays where it is. */
  | { readonly kind: "unmanaged" }
  | { readonly kind: "multiple-active" }
  | { readonly kind: "shutdown-lock"; readonly on: ReadonlyNode }
  | { readonly kind: "discovery" }
  /** It goes by `primary`, which is the colocation's or a part of it. */
  | { readonly kind: "colocation"; readonly colocation: ReadonlyColocation; readonly primary: ReadonlyResource }
  /** The preferences of `dependent`, which is colocated with it directly or through others, are added to its own. */
  | { readonly kind: "colocated"; readonly colocation: ReadonlyColocation; readonly dependent: ReadonlyResource }
  /** The agent's promotion score. */
  | { readonly kind: "promotion"; readonly instance: ReadonlyResource }
  /** Nothing gives it a promotion score. */
  | { readonly kind: "no-promotion" }
  /** The promotion priority of the instance that is there. */
  | { readonly kind: "promotion-priority"; readonly instance: ReadonlyResource }
  | { readonly kind: "ticket"; readonly constraint: ReadonlyTicketConstraint }
  /** It is to be stopped, so it may have no node. */
  | { readonly kind: "role" }
  /** The node has less free than it needs; the amounts as they were at that moment. */
  | {
      readonly kind: "capacity";
      readonly needs: ReadonlyMap<string, number>;
      readonly free: ReadonlyMap<string, number>;
    }
  /** The node takes no instance: it is not available, not allowed to the whole, or full. */
  | { readonly kind: "instance"; readonly because: "unavailable" | "whole" | "full" | "removed" }
  /** There are enough instances already. */
  | { readonly kind: "enough"; readonly collective: ReadonlyClone | ReadonlyBundle }
  /** How bundles, guests and fence devices are built. */
  | { readonly kind: "structure" }
  | { readonly kind: "unknown" };

/**
 * The calls by which the phases report causes; every call is behind `s.why?.`, so that without one it costs nothing.
 */
export interface Why {
  /** Id of the constraint that is being read. */
  constraint: string | undefined;
  /** Instances that were left without a node, and the colocation they could not satisfy. */
  readonly unplaced: Map<Resource, Colocation>;
  /** Instances that lost their node, and the collective that has no instance there to come first, as an order demands. */
  readonly unpaired: Map<Resource, Resource>;
  /** From now on scores change for this cause. */
  because(cause: Cause): void;
  /** A node table whose scores are traced. */
  table(capacity: number): NodeTable;
  /** A line of the scores listing. */
  scored(step: string, rsc: Resource, node: Node): void;
  /** A node is being chosen for a primitive, among these in order of preference. */
  chooses(
    choice: { readonly active: Node | undefined; readonly prefer: Node | undefined },
    rsc: Resource,
    nodes: readonly Node[],
    isAvailable: (node: Node) => boolean,
  ): void;
  /** The first part of an instance's promotion priority. */
  priority(rsc: Resource, cause: Cause, score: number): void;
  /** Something is added to it, for `cause` or for the cause at this time. */
  addPriority(rsc: Resource, score: number, cause?: Cause): void;
  /** An instance's promotion priority on its node is complete; undefined when it has no node. */
  weighedPromotion(clone: Clone, instance: Resource, node: Node | undefined): void;
  /** A line of the promotion scores. */
  promotion(instance: Resource, node: Node | undefined): void;
  /** An ordering was made, for the constraint that is being read. */
  ordered(ordering: Ordering): void;
  /** A relation was applied to two actions, which had these flags before. */
  related(first: Action, then: Action, relation: number, firstBefore: number, thenBefore: number): void;
  blockedByColocation(action: Action, because: Action, colocation: Colocation): void;
}
