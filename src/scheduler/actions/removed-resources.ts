/**
 * Fail counts of resources that are no longer configured are cleared, before the resources are stopped.
 * Behaviour: docs/pacemaker/actions.md#fail-counts-of-removed-resources (pcmk_scheduler.c,
 * "clear_failcounts_if_removed").
 */
import { operationKey } from "../../cib/operation.ts";
import { clearFailCount } from "../action/create.ts";
import { newOrdering } from "../action/ordering.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation } from "../model/enums.ts";
import { countFailures } from "../status/failcounts.ts";

/** Clears them on every online node, unless `stop-removed-resources` is off. */
export function clearRemovedFailCounts(s: ClusterModel): void {
  if (!s.options.stopRemovedResources) return;
  for (const rsc of s.resources) {
    if (!rsc.removed) continue;
    for (const node of s.nodes) {
      if (!node.online || countFailures(s, rsc, node, { effective: true }).count === 0) continue;
      const clear = clearFailCount(s, rsc, node, "it is removed");
      newOrdering(s, { rsc, action: clear }, { rsc, key: operationKey(rsc.id, "stop", 0) }, Relation.ordered);
    }
  }
}
