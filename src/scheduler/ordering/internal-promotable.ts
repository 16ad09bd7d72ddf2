/**
 * Promotion and demotion of a clone or bundle: all instances are demoted, then stopped, then started, then promoted.
 * Behaviour: docs/pacemaker/internal-orderings.md#promotable-clones.
 */
import { newOrdering } from "../action/ordering.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation } from "../model/enums.ts";
import type { Clone, Resource } from "../model/types.ts";

/** The steps of a restart that come one after the other when more than one of them is taken. */
const RESTART_STEPS: readonly (readonly [first: string, then: string])[] = [
  ["stopped", "start"],
  ["stopped", "promote"],
  ["demoted", "stop"],
  ["demoted", "start"],
  ["demoted", "promote"],
  ["running", "promote"],
  ["demote", "demoted"],
];

/** Orders the pseudo-actions of the whole clone or bundle by these four steps. */
export function orderPromotableRestart(s: ClusterModel, rsc: Resource): void {
  for (const [first, then] of RESTART_STEPS)
    newOrdering(s, { rsc, task: first }, { rsc, task: then }, Relation.ordered);
}

/** Orders each instance's promotion and demotion within the clone's, and after one another if the clone is ordered. */
export function orderPromotions(s: ClusterModel, clone: Clone): void {
  let previous: Resource | undefined;
  for (const instance of clone.children) {
    newOrdering(s, { rsc: instance, task: "demote" }, { rsc: instance, task: "promote" }, Relation.ordered);

    newOrdering(s, { rsc: clone, task: "promote" }, { rsc: instance, task: "promote" }, Relation.ordered);
    newOrdering(s, { rsc: instance, task: "promote" }, { rsc: clone, task: "promoted" }, Relation.ordered);
    if (clone.ordered && previous !== undefined) {
      newOrdering(s, { rsc: previous, task: "promote" }, { rsc: instance, task: "promote" }, Relation.ordered);
    }

    newOrdering(s, { rsc: clone, task: "demote" }, { rsc: instance, task: "demote" }, Relation.thenImpliesFirstGraphed);
    newOrdering(
      s,
      { rsc: instance, task: "demote" },
      { rsc: clone, task: "demoted" },
      Relation.firstImpliesThenGraphed,
    );
    if (clone.ordered && previous !== undefined) {
      newOrdering(s, { rsc: instance, task: "demote" }, { rsc: previous, task: "demote" }, Relation.ordered);
    }
    previous = instance;
  }
}
