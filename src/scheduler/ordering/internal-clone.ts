/**
 * A clone: its own actions bracket those of its instances, which keep their order if the clone is ordered.
 * Behaviour: docs/pacemaker/internal-orderings.md#clones.
 */
import { orderResourceActions, orderStarts, orderStops } from "../action/ordering.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation } from "../model/enums.ts";
import type { Clone, Resource } from "../model/types.ts";
import { compareInstanceNumbers } from "../placement/instance-order.ts";
import { orderPromotableRestart, orderPromotions } from "./internal-promotable.ts";

/** `constrain` does the same for each instance. */
export function constrainClone(s: ClusterModel, clone: Clone, constrain: (part: Resource) => void): void {
  orderResourceActions(s, clone, "stopped", clone, "start", Relation.ordered);
  orderResourceActions(s, clone, "start", clone, "running", Relation.unrunnableFirstBlocks);
  orderResourceActions(s, clone, "stop", clone, "stopped", Relation.unrunnableFirstBlocks);
  if (clone.promotable) {
    orderResourceActions(s, clone, "demoted", clone, "stop", Relation.ordered);
    orderResourceActions(s, clone, "running", clone, "promote", Relation.unrunnableFirstBlocks);
  }

  // Ordered means by number, which assignment may have shuffled.
  if (clone.ordered) clone.children.sort(compareInstanceNumbers);
  clone.children.forEach((instance, i) => {
    constrain(instance);
    orderStarts(s, clone, instance, Relation.unrunnableFirstBlocks | Relation.thenImpliesFirstGraphed);
    orderResourceActions(s, instance, "start", clone, "running", Relation.firstImpliesThenGraphed);
    orderStops(s, clone, instance, Relation.thenImpliesFirstGraphed);
    orderResourceActions(s, instance, "stop", clone, "stopped", Relation.firstImpliesThenGraphed);
    if (!clone.ordered) return;
    // Not only the next one: any of them may have nothing to do.
    const upTo = s.dialect.ordersDistantInstances ? clone.children.length : i + 2;
    for (const later of clone.children.slice(i + 1, upTo)) {
      orderStarts(s, instance, later, Relation.ordered);
      orderStops(s, later, instance, Relation.ordered);
    }
  });
  if (clone.promotable) {
    orderPromotableRestart(s, clone);
    orderPromotions(s, clone);
  }
}
