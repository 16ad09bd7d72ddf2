/**
 * Fail counts of resources that are no longer configured are cleared, before the resources are stopped.
 * Behaviour: facts of the scheduler §5, phase 8 (pcmk_scheduler.c, "clear_failcounts_if_removed").
 */
import { operationKey } from "../../cib/operation.ts";
import { Relation } from "../model/action.ts";
import type { Scheduler } from "../model/scheduler.ts";
import { failCount } from "../model/status/failcounts.ts";
import { newOrdering } from "../ordering/ordering.ts";
import { clearFailCount } from "./create.ts";

export function clearRemovedFailCounts(s: Scheduler): void {
  if (!s.options.stopRemovedResources) return;
  for (const rsc of s.resources) {
    if (!rsc.removed) continue;
    for (const node of s.nodes) {
      if (!node.online || failCount(s, rsc, node, { effective: true }).count === 0) continue;
      const clear = clearFailCount(s, rsc, node, "it is removed");
      newOrdering(s, rsc, undefined, clear, rsc, operationKey(rsc.id, "stop", 0), undefined, Relation.ordered);
    }
  }
}
