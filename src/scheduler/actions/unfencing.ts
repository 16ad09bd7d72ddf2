/**
 * Unfencing: devices that cut a node off until it is let in again (`on`). A node is unfenced before anything that
 * needs it is probed or started there, and before fence devices are, for their agents may not work until then.
 * Behaviour: docs/pacemaker/fencing.md#unfencing (pcmk_sched_fencing.c, utils.c).
 */
import { operationKey } from "../../cib/operation.ts";
import { fenceAction } from "../action/fence-action.ts";
import { newOrdering } from "../action/ordering.ts";
import { orderActions } from "../action/relation.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation } from "../model/enums.ts";
import type { Action, Node, Resource } from "../model/types.ts";

/** The node's `#node-unfenced` attribute says it was unfenced since it joined. */
function isUnfenced(node: Node): boolean {
  const since = node.attributes.get("#node-unfenced");
  return since !== undefined && since !== "0";
}

/** Orders an action after the unfencing of its node, when the resource cares about it. */
export function orderAfterUnfencing(s: ClusterModel, rsc: Resource, node: Node, action: Action, type: number): void {
  if (!(rsc.fenceDevice && s.enableUnfencing) && !rsc.needsUnfencing) return;
  // Optional at first: else every new resource would have its node unfenced, and everything there stopped for it.
  orderActions(fenceAction(s, node, "on", { optional: true }), action, type);
  if (!isUnfenced(node)) triggerUnfencing(s, undefined, node, `required by ${rsc.id} ${action.task}`, undefined);
}

/**
 * Requires unfencing of a node that is up; or, if it is not and a fence device is given, of every node that is up and
 * that the device may run on. Nothing happens for a resource that is not a fence device.
 */
export function triggerUnfencing(
  s: ClusterModel,
  rsc: Resource | undefined,
  node: Node | undefined,
  reason: string,
  dependency: Action | undefined,
): void {
  if (!s.enableUnfencing || (rsc !== undefined && !rsc.fenceDevice)) return;
  if (node !== undefined && isUp(node)) {
    const unfence = fenceAction(s, node, "on", { optional: false, reason });
    if (dependency !== undefined) orderActions(unfence, dependency, Relation.ordered);
  } else if (rsc !== undefined) {
    for (const allowed of rsc.allowed.list(s.nodes)) {
      if (isUp(allowed)) triggerUnfencing(s, rsc, allowed, reason, dependency);
    }
  }
}

function isUp(node: Node): boolean {
  return node.online && !node.unclean && !node.shutdown;
}

/** Stops of the resource on the node come before its unfencing, starts after it. */
export function orderRestartAroundUnfencing(s: ClusterModel, rsc: Resource, node: Node): void {
  const unfence = fenceAction(s, node, "on", { optional: true });
  newOrdering(
    s,
    { rsc, key: operationKey(rsc.id, "stop", 0) },
    { key: unfence.key, action: unfence },
    Relation.ordered | Relation.ifOnSameNode,
  );
  newOrdering(
    s,
    { key: unfence.key, action: unfence },
    { rsc, key: operationKey(rsc.id, "start", 0) },
    Relation.firstImpliesSameNodeThen | Relation.ifOnSameNode,
  );
}
