/**
 * Cleaning up what a removed or changed resource left on a node: after its stop, before its next start.
 * Behaviour: docs/pacemaker/configuration-changes.md#clean-up (pcmk_sched_primitive.c, "schedule_cleanup").
 */
import { operationKey } from "../../cib/operation.ts";
import { createAction } from "../action/create.ts";
import { newOrdering } from "../action/ordering.ts";
import { isOnlineAndClean } from "../action/resource-active.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation } from "../model/enums.ts";
import type { Node, Resource } from "../model/types.ts";

/** Makes and orders the `delete` action; none for a failed resource or a node that is offline or unclean. */
export function scheduleCleanup(s: ClusterModel, rsc: Resource, node: Node, optional: boolean): void {
  if (rsc.failed || !isOnlineAndClean(node)) return;
  // A required clean-up only has to come between stop and start if they happen; an optional one has to happen if the stop does.
  const type = optional ? Relation.firstImpliesThen : Relation.ordered;
  createAction(s, { rsc, key: operationKey(rsc.id, "delete", 0), task: "delete", node, optional });
  newOrdering(s, { rsc, task: "stop" }, { rsc, task: "delete" }, type);
  newOrdering(s, { rsc, task: "delete" }, { rsc, task: "start" }, type);
}
