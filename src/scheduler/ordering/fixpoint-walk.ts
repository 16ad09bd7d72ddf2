/**
 * What the parts of the fix-point share. A relation is applied to the actions of one resource ("update"), which may
 * change either action; whatever depends on a changed action is then looked at again ("revisit"). Both recurse through
 * each other, so they meet here and not in each other's files.
 */
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Action, Node, Resource } from "../model/types.ts";

/** Which side of a relation an update changed; a bit set. */
export const Changed = { none: 0, first: 1 << 0, second: 1 << 1 } as const;

/** A relation on its way to the actions it concerns. */
export interface Application {
  /** One bit of `Relation`. */
  readonly type: number;
  /** Limits a collective's instances to this node; undefined = all. */
  readonly node: Node | undefined;
  /** Flags of "first" as seen from this relation. */
  readonly flags: number;
  /** Of `optional` and `runnable`, those in question: the relation acts only on account of these. */
  readonly filter: number;
}

export interface Walk {
  readonly s: ClusterModel;
  /** Applies to the actions of `rsc` (one of the two sides), in the manner of its kind. Returns what changed. */
  update(rsc: Resource, first: Action, then: Action, application: Application): number;
  /** Examines anew everything that comes before an action. */
  revisit(action: Action): void;
}

/** Revisits what comes after an action, the newest relation first; relations made meanwhile are examined when they are made. */
export function revisitAfter(walk: Walk, action: Action): void {
  for (let i = action.after.length - 1; i >= 0; i--) {
    const relation = action.after[i];
    if (relation !== undefined) walk.revisit(relation.action);
  }
}
