/**
 * Making actions: the one place where an action comes into being, takes its id (creation order is part of what
 * Pacemaker's transition files show) and gets its meta-attributes, needs and first flags.
 * Behaviour: docs/pacemaker/actions.md#creating-an-action (pe_actions.c, failcounts.c).
 */
import { notifyKey, operationKey } from "../../cib/operation.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag } from "../model/enums.ts";
import { operationParams } from "../model/operation-config.ts";
import type { Action, Node, Resource } from "../model/types.ts";
import { clearFlag, hasFlag, setFlag, setMeta, setReason } from "./action-state.ts";
import { findActions, matching } from "./find-actions.ts";
import { type ActionRequest, newAction } from "./new-action.ts";
import { judgeRunnable } from "./runnable.ts";

export { clearFlag, reasonFrom, setFlag, setReason } from "./action-state.ts";
export { fenceAction } from "./fence-action.ts";
export { actionsOn, findActions, findFirstAction } from "./find-actions.ts";

/**
 * The action of this key on this node: an existing one of the resource if there is one (one without a node yet takes
 * this node), else a new one with the next id. A required request makes an existing optional action required.
 */
export function createAction(s: ClusterModel, request: ActionRequest): Action {
  const { rsc, key, node, optional } = request;
  const existing = rsc === undefined ? findGlobal(s, key, node) : findActions(rsc, key, node)[0];
  const action = existing ?? newAction(s, request);

  if (
    rsc !== undefined &&
    action.node !== undefined &&
    !hasFlag(action, ActionFlag.pseudo) &&
    !rsc.managed &&
    action.intervalMs === 0
  ) {
    // Nothing but recurring monitors is done to an unmanaged resource.
    setFlag(action, ActionFlag.optional);
  } else if (!optional) {
    clearFlag(action, ActionFlag.optional);
  }

  if (rsc !== undefined) {
    readParameters(s, action);
    judgeRunnable(s, action, rsc);
  }
  return action;
}

/** An action may get its node only after it was made, so its parameters (whose rules may ask for node attributes) wait for that. */
function readParameters(s: ClusterModel, action: Action): void {
  if (action.node === undefined || action.operation === undefined || hasFlag(action, ActionFlag.attributesRead)) return;
  setFlag(action, ActionFlag.attributesRead);
  action.extra = operationParams(s, action.operation, action.node);
}

function findGlobal(s: ClusterModel, key: string, node: Node | undefined): Action | undefined {
  const same = s.globalActions.get(key);
  return same === undefined ? undefined : matching(same, key, node)[0];
}

/** A pseudo-action that belongs to no resource; always the same one for a key. */
export function pseudoAction(s: ClusterModel, key: string): Action {
  const known = s.globalActions.get(key)?.at(-1);
  if (known !== undefined) return known;
  const action = createAction(s, { rsc: undefined, key, task: key, node: undefined, optional: true });
  setFlag(action, ActionFlag.pseudo | ActionFlag.runnable);
  return action;
}

/** A pseudo-action of a collective, such as `running` or `stopped`. */
export function resourcePseudoAction(
  s: ClusterModel,
  rsc: Resource,
  task: string,
  optional: boolean,
  runnable: boolean,
): Action {
  const action = createAction(s, { rsc, key: operationKey(rsc.id, task, 0), task, node: undefined, optional });
  setFlag(action, ActionFlag.pseudo);
  if (runnable) setFlag(action, ActionFlag.runnable);
  return action;
}

/** A pseudo-action of a notification, e.g. type `pre`, task `start`: `<rsc>_pre_notify_start_0`. */
export function notifyPseudoAction(
  s: ClusterModel,
  rsc: Resource,
  type: string,
  task: string,
  optional: boolean,
): Action {
  const action = createAction(s, {
    rsc,
    key: notifyKey(rsc.id, type, task),
    task: type.startsWith("confirmed-") ? "notified" : "notify",
    node: undefined,
    optional,
  });
  setFlag(action, ActionFlag.pseudo);
  return action;
}

function resourceAction(
  s: ClusterModel,
  rsc: Resource,
  task: string,
  node: Node | undefined,
  optional: boolean,
): Action {
  return createAction(s, { rsc, key: operationKey(rsc.id, task, 0), task, node, optional });
}

/** The resource's start on `node`, or on no node yet, found or created as by {@link createAction}. */
export function startAction(s: ClusterModel, rsc: Resource, node: Node | undefined, optional: boolean): Action {
  return resourceAction(s, rsc, "start", node, optional);
}

/** The resource's stop on `node`, or on no node yet, found or created as by {@link createAction}. */
export function stopAction(s: ClusterModel, rsc: Resource, node: Node | undefined, optional: boolean): Action {
  return resourceAction(s, rsc, "stop", node, optional);
}

/** The resource's promotion on `node`, or on no node yet, found or created as by {@link createAction}. */
export function promoteAction(s: ClusterModel, rsc: Resource, node: Node | undefined, optional: boolean): Action {
  return resourceAction(s, rsc, "promote", node, optional);
}

/** The resource's demotion on `node`, or on no node yet, found or created as by {@link createAction}. */
export function demoteAction(s: ClusterModel, rsc: Resource, node: Node | undefined, optional: boolean): Action {
  return resourceAction(s, rsc, "demote", node, optional);
}

/** Forgets the failures of a resource on a node; no action waits for its result. */
export function clearFailCount(s: ClusterModel, rsc: Resource, node: Node, reason: string): Action {
  const action = resourceAction(s, rsc, "clear_failcount", node, false);
  setMeta(action, "op_no_wait", "true");
  setReason(action, reason, false);
  return action;
}

/** Forgets the operation history of a resource on a node. */
export function deleteHistory(s: ClusterModel, rsc: Resource, node: Node, reason?: string): Action {
  const action = resourceAction(s, rsc, "lrm_delete", node, false);
  if (reason !== undefined) setReason(action, reason, false);
  return action;
}
