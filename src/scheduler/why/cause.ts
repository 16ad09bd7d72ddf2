/**
 * Why a score or an action is as it is: the named sources there are, each holding the scheduler's own values, from
 * which a report finds the configuration's ids and the history's entries (report/explain).
 * Behaviour: docs/pacemaker/phases.md#the-phases, which leads to the chapter of each.
 */
import type { Element } from "../../cib/xml/tree.ts";
import type { Action, Bundle, Clone, Colocation, Location, Node, Resource, TicketConstraint } from "../model/types.ts";

export type Cause =
  /** The node's own score; −INFINITY once it is offline or shutting down. */
  | { readonly kind: "node" }
  /** Written in the configuration, or the node's health. */
  | { readonly kind: "location"; readonly location: Location }
  | { readonly kind: "stickiness" }
  /** `migration-threshold` is reached. */
  | { readonly kind: "failures"; readonly of: Resource }
  /** A result in the history. */
  | { readonly kind: "operation"; readonly entry: Element; readonly rsc: Resource; readonly node: Node }
  /** It is no longer in the configuration. */
  | { readonly kind: "removed" }
  /** Nobody manages it, so it stays where it is. */
  | { readonly kind: "unmanaged" }
  | { readonly kind: "multiple-active" }
  | { readonly kind: "shutdown-lock"; readonly on: Node }
  | { readonly kind: "discovery" }
  /** It goes by `primary`, which is the colocation's or a part of it. */
  | { readonly kind: "colocation"; readonly colocation: Colocation; readonly primary: Resource }
  /** It heeds where `dependent`, colocated with it directly or through others, would like to be. */
  | { readonly kind: "colocated"; readonly colocation: Colocation; readonly dependent: Resource }
  /** The agent's promotion score. */
  | { readonly kind: "promotion"; readonly instance: Resource }
  /** Nothing speaks for promoting it. */
  | { readonly kind: "no-promotion" }
  /** What speaks for promoting the instance that is there. */
  | { readonly kind: "promotion-priority"; readonly instance: Resource }
  | { readonly kind: "ticket"; readonly constraint: TicketConstraint }
  /** It is to be stopped, whatever node there is. */
  | { readonly kind: "role" }
  | { readonly kind: "capacity" }
  /** The node takes no instance: it is not available, not allowed to the whole, or full. */
  | { readonly kind: "instance"; readonly because: "unavailable" | "whole" | "full" | "removed" }
  /** There are enough instances already. */
  | { readonly kind: "enough"; readonly collective: Clone | Bundle }
  /** How bundles, guests and fence devices are built. */
  | { readonly kind: "structure" }
  | { readonly kind: "unknown" };

/** What one cause adds to a score, by the rules of score addition; a list of them, the last one first. */
export interface Trace {
  readonly cause: Cause;
  readonly score: number;
  /** Undefined also where this one replaced all that was there before. */
  readonly before: Trace | undefined;
}

/** One action changed because of another. */
export interface Blame {
  /** `required`: it was optional and no longer is. `blocked`: it can no longer be carried out. */
  readonly effect: "required" | "blocked";
  readonly because: Action;
  /** The bit of `Relation` that did it; 0 for a colocation. */
  readonly relation: number;
  readonly colocation?: Colocation;
}
