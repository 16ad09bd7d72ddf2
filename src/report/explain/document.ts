/** An explanation: why a resource is where it is and as it is, why not elsewhere, and what led to what it has to do. */

/** An element of the CIB that a reason rests on: take it away, or change it, and the answer is another. */
export interface Reference {
  readonly kind: "constraint" | "meta" | "property" | "attribute" | "operation" | "resource" | "node" | "ticket";
  readonly id: string;
}

/** A sentence, and what it rests on. */
export interface Reason {
  readonly text: string;
  readonly references: readonly Reference[];
  /** In a chain: it holds together with the one before it, and is not what led to that one. */
  readonly beside?: true;
}

/** One part of a score. Added up in their order, by the rules of score addition, they are the score. */
export interface Contribution extends Reason {
  /** Such as `-INFINITY` or `10200`. */
  readonly score: string;
  /** The kind of cause, such as `stickiness`. */
  readonly cause: string;
}

export interface NodeExplanation {
  readonly node: string;
  readonly score: string;
  readonly contributions: readonly Contribution[];
  readonly chosen: boolean;
  /** It takes resources at all: it is online and clean, and not shutting down, in standby or in maintenance. */
  readonly available: boolean;
  /** Why this node, or why not. */
  readonly reasons: readonly Reason[];
  /** What would have to change for the resource to be here; empty for the chosen node. */
  readonly wouldTake: readonly Reason[];
}

export interface PromotionExplanation {
  readonly score: string;
  readonly contributions: readonly Contribution[];
  readonly reasons: readonly Reason[];
}

/** One action the resource is to go through, from the nearest cause back to the last one. */
export interface ActionExplanation {
  readonly task: string;
  readonly node?: string;
  /** It ought to be done and cannot. */
  readonly blocked: boolean;
  readonly chain: readonly Reason[];
}

export interface InstanceExplanation {
  readonly resource: string;
  readonly role: string;
  readonly node?: string;
  /** As it will be once all that is due is done; the same as now when nothing is. */
  readonly nextRole: string;
  readonly nextNode?: string;
  /** The sentences that answer "why". */
  readonly reasons: readonly Reason[];
  readonly nodes: readonly NodeExplanation[];
  readonly promotion?: PromotionExplanation;
  readonly actions: readonly ActionExplanation[];
}

export interface Explanation {
  readonly document: "explanation";
  readonly version: 1;
  readonly resource: string;
  /** The node asked about. */
  readonly on?: string;
  readonly instances: readonly InstanceExplanation[];
  /** Epoch seconds the document describes. */
  readonly now: number;
}
