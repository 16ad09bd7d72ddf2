/**
 * Capacity is taken when a resource starts and given back when it has stopped. So that nodes are not
 * overcommitted on the way, whatever comes to a node waits for everything that leaves it: `load_stopped_<node>`.
 * Behaviour: docs/pacemaker/internal-orderings.md#capacity.
 */
import { operationKey } from "../../cib/operation.ts";
import { clearFlag, pseudoAction } from "../action/create.ts";
import { newOrdering } from "../action/ordering.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation } from "../model/enums.ts";
import type { Action, Node, Resource } from "../model/types.ts";

/**
 * Orders the resource's stops before `load_stopped` of their nodes, and that of each `allowed` node before its start.
 */
export function waitForCapacity(s: ClusterModel, rsc: Resource, allowed: readonly Node[]): void {
  const type = Relation.ifOnSameNodeOrTarget;
  for (const node of rsc.active) {
    newOrdering(s, { rsc, key: operationKey(rsc.id, "stop", 0) }, { action: loadStopped(s, node) }, type);
  }
  for (const node of allowed) {
    const freed = loadStopped(s, node);
    newOrdering(s, { action: freed }, { rsc, key: operationKey(rsc.id, "start", 0) }, type);
    newOrdering(s, { action: freed }, { rsc, key: operationKey(rsc.id, "migrate_to", 0) }, type);
  }
}

/** The pseudo-action that is done once everything leaving the node has stopped. */
function loadStopped(s: ClusterModel, node: Node): Action {
  const action = pseudoAction(s, `load_stopped_${node.name}`);
  if (action.node === undefined) {
    action.node = node;
    clearFlag(action, ActionFlag.optional);
  }
  return action;
}
