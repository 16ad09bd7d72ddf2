/**
 * A clone: its own actions bracket those of its instances, which keep their order if the clone is ordered.
 * Behaviour: docs/pacemaker/internal-orderings.md#clones.
 */
import { newOrdering, orderStarts, orderStops } from "../action/ordering.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation } from "../model/enums.ts";
import type { Clone, Resource } from "../model/types.ts";
import { compareInstanceNumbers } from "../placement/instance-order.ts";
import { orderPromotableRestart, orderPromotions } from "./internal-promotable.ts";

/** `constrain` does the same for each instance. */
export function constrainClone(s: ClusterModel, clone: Clone, constrain: (part: Resource) => void): void {
  newOrdering(s, { rsc: clone, task: "stopped" }, { rsc: clone, task: "start" }, Relation.ordered);
  newOrdering(s, { rsc: clone, task: "start" }, { rsc: clone, task: "running" }, Relation.unrunnableFirstBlocks);
  newOrdering(s, { rsc: clone, task: "stop" }, { rsc: clone, task: "stopped" }, Relation.unrunnableFirstBlocks);
  if (clone.promotable) {
    newOrdering(s, { rsc: clone, task: "demoted" }, { rsc: clone, task: "stop" }, Relation.ordered);
    newOrdering(s, { rsc: clone, task: "running" }, { rsc: clone, task: "promote" }, Relation.unrunnableFirstBlocks);
  }

  // Ordered means by number, which assignment may have shuffled.
  if (clone.ordered) clone.children.sort(compareInstanceNumbers);
  const { ordersDistantInstances } = s.dialect;
  clone.children.forEach((instance, i) => {
    // What is ordered is made as orderings are applied, so that it matters which of these comes first.
    const earlier = clone.ordered && !ordersDistantInstances ? clone.children[i - 1] : undefined;
    constrain(instance);
    orderStarts(s, clone, instance, Relation.unrunnableFirstBlocks | Relation.thenImpliesFirstGraphed);
    newOrdering(s, { rsc: instance, task: "start" }, { rsc: clone, task: "running" }, Relation.firstImpliesThenGraphed);
    if (earlier !== undefined) orderStarts(s, earlier, instance, Relation.ordered);
    orderStops(s, clone, instance, Relation.thenImpliesFirstGraphed);
    newOrdering(s, { rsc: instance, task: "stop" }, { rsc: clone, task: "stopped" }, Relation.firstImpliesThenGraphed);
    if (earlier !== undefined) orderStops(s, instance, earlier, Relation.ordered);
    if (!clone.ordered || !ordersDistantInstances) return;
    // Not only the next one: any of them may have nothing to do.
    for (const later of clone.children.slice(i + 1)) {
      orderStarts(s, instance, later, Relation.ordered);
      orderStops(s, later, instance, Relation.ordered);
    }
  });
  if (clone.promotable) {
    orderPromotableRestart(s, clone);
    orderPromotions(s, clone);
  }
}
