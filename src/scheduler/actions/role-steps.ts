/**
 * The single steps a primitive takes between roles, as actions: stop, start, promote, demote. Stops and demotions are
 * made wherever the resource is active, whatever node is asked for, since being active in several places is an error.
 * Behaviour: docs/pacemaker/actions.md#steps (pcmk_sched_primitive.c).
 */
import { hasFlag } from "../action/action-state.ts";
import {
  actionsOn,
  clearFlag,
  demoteAction,
  fenceAction,
  promoteAction,
  setFlag,
  setReason,
  startAction,
  stopAction,
} from "../action/create.ts";
import { orderActions } from "../action/relation.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation, Role } from "../model/enums.ts";
import type { Node, Primitive } from "../model/types.ts";
import { orderAfterUnfencing } from "./unfencing.ts";

/** A step of the resource; an `optional` one is made, and done only if an ordering requires it. */
export type RoleStep = (s: ClusterModel, rsc: Primitive, node: Node | undefined, optional: boolean) => void;

/** With multiple-active=stop_unexpected, the node on which a restart leaves the resource alone. */
function isExpectedNode(rsc: Primitive, node: Node): boolean {
  return rsc.stopUnexpected && rsc.restarting && rsc.nextRole > Role.stopped && rsc.assigned === node;
}

/**
 * Stops the resource on every node where it is active, except the one it is expected to stay on and the target of a
 * partial migration that is to be completed.
 */
export function stop(s: ClusterModel, rsc: Primitive, _node: Node | undefined, optional: boolean): void {
  let stopOptional = optional;
  for (const current of rsc.active) {
    if (isExpectedNode(rsc, current)) continue;
    if (rsc.partialMigrationTarget !== undefined) {
      if (current === rsc.partialMigrationTarget && current === rsc.assigned) continue;
      // The migration's target changed; what it left behind goes away, here and on the nodes after this one.
      stopOptional = false;
    }
    const action = stopAction(s, rsc, current, stopOptional);
    if (rsc.assigned === undefined) setReason(action, "node availability", true);
    else if (rsc.restarting && rsc.stopUnexpected) setReason(action, "being multiply active", true);
    if (!rsc.managed) clearFlag(action, ActionFlag.runnable);
    if (rsc.needsUnfencing) {
      orderActions(action, fenceAction(s, current, "on", { optional: true }), Relation.thenImpliesFirst);
    }
  }
}

/**
 * Starts the resource on the node. A start that cannot be done stays optional.
 * @throws Error without a node
 */
export function start(s: ClusterModel, rsc: Primitive, node: Node | undefined, optional: boolean): void {
  const target = required(rsc, node);
  const action = startAction(s, rsc, target, true);
  orderAfterUnfencing(s, rsc, target, action, Relation.firstImpliesThen);
  if (hasFlag(action, ActionFlag.runnable) && !optional) clearFlag(action, ActionFlag.optional);
  if (isExpectedNode(rsc, target)) setFlag(action, ActionFlag.pseudo);
}

/**
 * Promotes the resource on the node. Where a start of it cannot be done, makes no promotion, and those there are unrunnable.
 * @throws Error without a node
 */
export function promote(s: ClusterModel, rsc: Primitive, node: Node | undefined, optional: boolean): void {
  const target = required(rsc, node);
  const startable = actionsOn(rsc, "start", target).every((action) => hasFlag(action, ActionFlag.runnable));
  if (startable) {
    const action = promoteAction(s, rsc, target, optional);
    if (isExpectedNode(rsc, target)) setFlag(action, ActionFlag.pseudo);
  } else {
    for (const action of actionsOn(rsc, "promote", target)) clearFlag(action, ActionFlag.runnable);
  }
}

/** Demotes the resource on every node where it is active, except the one it is expected to stay on. */
export function demote(s: ClusterModel, rsc: Primitive, _node: Node | undefined, optional: boolean): void {
  for (const current of rsc.active) {
    if (!isExpectedNode(rsc, current)) demoteAction(s, rsc, current, optional);
  }
}

function required(rsc: Primitive, node: Node | undefined): Node {
  if (node === undefined) throw new Error(`${rsc.id} cannot be brought up on no node`);
  return node;
}
