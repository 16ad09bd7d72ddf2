/**
 * Promotion and demotion of a clone or bundle: everyone is demoted, then stopped, then started, then promoted.
 * Behaviour: docs/pacemaker/internal-orderings.md#promotable-clones.
 */
import { orderResourceActions } from "../action/ordering.ts";
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
  for (const [first, then] of RESTART_STEPS) orderResourceActions(s, rsc, first, rsc, then, Relation.ordered);
}

/** Orders each instance's promotion and demotion within the clone's, and after one another if the clone is ordered. */
export function orderPromotions(s: ClusterModel, clone: Clone): void {
  let previous: Resource | undefined;
  for (const instance of clone.children) {
    orderResourceActions(s, instance, "demote", instance, "promote", Relation.ordered);

    orderResourceActions(s, clone, "promote", instance, "promote", Relation.ordered);
    orderResourceActions(s, instance, "promote", clone, "promoted", Relation.ordered);
    if (clone.ordered && previous !== undefined) {
      orderResourceActions(s, previous, "promote", instance, "promote", Relation.ordered);
    }

    orderResourceActions(s, clone, "demote", instance, "demote", Relation.thenImpliesFirstGraphed);
    orderResourceActions(s, instance, "demote", clone, "demoted", Relation.firstImpliesThenGraphed);
    if (clone.ordered && previous !== undefined) {
      orderResourceActions(s, instance, "demote", previous, "demote", Relation.ordered);
    }
    previous = instance;
  }
}
