/**
 * Making actions: the one place where an action comes into being, takes its id (creation order is part of what
 * Pacemaker's transition files show) and gets its meta-attributes, needs and first flags.
 * Behaviour: facts of the scheduler §23 "Creating an action" (pe_actions.c, failcounts.c).
 */
import { readBlocks } from "../../cib/nvpair.ts";
import { notifyKey, operationKey, parseOperationKey } from "../../cib/operation.ts";
import type { Element } from "../../cib/tree.ts";
import type { Action, Needs } from "../model/action.ts";
import { ActionFlag, hasFlag } from "../model/action.ts";
import type { Node } from "../model/node.ts";
import {
  findOperation,
  operationMeta,
  operationNeeds,
  operationOnFail,
  roleAfterFailure,
} from "../model/operation-config.ts";
import type { Resource } from "../model/resource.ts";
import { OnFail, Role } from "../model/resource.ts";
import type { Scheduler } from "../model/scheduler.ts";
import { judgeRunnable } from "./runnable.ts";

export interface ActionRequest {
  readonly rsc: Resource | undefined;
  readonly key: string;
  readonly task: string;
  readonly node: Node | undefined;
  readonly optional: boolean;
}

/**
 * The action of this key on this node: an existing one of the resource if there is one (one without a node yet takes
 * this node), else a new one with the next id. A required request makes an existing optional action required.
 */
export function createAction(s: Scheduler, request: ActionRequest): Action {
  const { rsc, key, node, optional } = request;
  const existing = rsc === undefined ? findGlobal(s, key, node) : findActions(rsc, key, node)[0];
  const action = existing ?? addAction(s, request);

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

function addAction(s: Scheduler, { rsc, key, task, node, optional }: ActionRequest): Action {
  let operation: Element | undefined;
  let meta = new Map<string, string>();
  let intervalMs = 0;
  let needs: Needs = "nothing";
  let onFail: OnFail = OnFail.ignore;
  let failRole: Role = Role.unknown;
  if (rsc !== undefined) {
    intervalMs = parseOperationKey(key)?.intervalMs ?? 0;
    operation = findOperation(s, rsc, task, intervalMs, true);
    // The many notification pseudo-actions are all configured by the one operation called notify.
    if (operation === undefined && key.includes("_notify_")) operation = findOperation(s, rsc, "notify", 0, true);
    meta = operationMeta(s, rsc, operation, task, intervalMs, node);
    needs = operationNeeds(s, rsc, task);
    onFail = operationOnFail(s, rsc, task, intervalMs, meta);
    failRole = roleAfterFailure(s, rsc, task, onFail, meta);
  }
  let flags: number = ActionFlag.runnable;
  if (optional) flags |= ActionFlag.optional;
  // The DC can erase a node's history by itself.
  if (task === "lrm_delete") flags |= ActionFlag.onDc;
  const action: Action = {
    id: s.actions.length + 1,
    key,
    task,
    cancelTask: undefined,
    rsc,
    operation,
    node,
    flags,
    reason: undefined,
    needs,
    onFail,
    failRole,
    priority: 0,
    intervalMs,
    meta,
    extra: new Map(),
    before: [],
    after: [],
    runnableBefore: 0,
    requiredRunnableBefore: 0,
    expectedRc: undefined,
  };
  s.actions.push(action);
  if (rsc !== undefined) {
    rsc.actions.push(action);
  } else {
    const same = s.globalActions.get(key);
    if (same === undefined) s.globalActions.set(key, [action]);
    else same.push(action);
  }
  return action;
}

/** An action may get its node only after it was made, so its parameters (whose rules may ask for node attributes) wait for that. */
function readParameters(s: Scheduler, action: Action): void {
  if (action.node === undefined || action.operation === undefined || hasFlag(action, ActionFlag.attributesRead)) return;
  setFlag(action, ActionFlag.attributesRead);
  action.extra.clear();
  readBlocks(
    action.operation,
    "instance_attributes",
    { now: s.now, nodeAttributes: action.node.attributes, byId: s.byId },
    action.extra,
  );
}

function findGlobal(s: Scheduler, key: string, node: Node | undefined): Action | undefined {
  const same = s.globalActions.get(key);
  return same === undefined ? undefined : matching(same, key, node)[0];
}

/**
 * The resource's actions with this key: on any node when `node` is undefined, else those on the node and those that
 * had none, which are thereby placed on it. Oldest first.
 */
export function findActions(rsc: Resource, key: string, node: Node | undefined): Action[] {
  return matching(rsc.actions, key, node);
}

function matching(actions: readonly Action[], key: string, node: Node | undefined): Action[] {
  const found: Action[] = [];
  for (const action of actions) {
    if (action.key !== key) continue;
    if (node === undefined) {
      found.push(action);
    } else if (action.node === undefined) {
      action.node = node;
      found.push(action);
    } else if (action.node === node) {
      found.push(action);
    }
  }
  return found;
}

/** Like {@link findActions} by task (interval 0), but only those really placed on `node`. Oldest first. */
export function actionsOn(rsc: Resource, task: string, node: Node): Action[] {
  const key = operationKey(rsc.id, task, 0);
  return rsc.actions.filter((action) => action.key === key && action.node === node);
}

/** The newest action whose task or key is `taskOrKey`, on `node` if one is given. */
export function findFirstAction(
  actions: readonly Action[],
  taskOrKey: string,
  node: Node | undefined,
): Action | undefined {
  for (let i = actions.length - 1; i >= 0; i--) {
    const action = actions[i] as Action;
    if ((action.task === taskOrKey || action.key === taskOrKey) && (node === undefined || action.node === node))
      return action;
  }
  return undefined;
}

/** A pseudo-action that belongs to no resource; always the same one for a key. */
export function pseudoAction(s: Scheduler, key: string): Action {
  const known = s.globalActions.get(key)?.at(-1);
  if (known !== undefined) return known;
  const action = createAction(s, { rsc: undefined, key, task: key, node: undefined, optional: true });
  setFlag(action, ActionFlag.pseudo | ActionFlag.runnable);
  return action;
}

/** A pseudo-action of a collective, such as `running` or `stopped`. */
export function resourcePseudoAction(
  s: Scheduler,
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
export function notifyPseudoAction(s: Scheduler, rsc: Resource, type: string, task: string, optional: boolean): Action {
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

function resourceAction(s: Scheduler, rsc: Resource, task: string, node: Node | undefined, optional: boolean): Action {
  return createAction(s, { rsc, key: operationKey(rsc.id, task, 0), task, node, optional });
}

export function startAction(s: Scheduler, rsc: Resource, node: Node | undefined, optional: boolean): Action {
  return resourceAction(s, rsc, "start", node, optional);
}

export function stopAction(s: Scheduler, rsc: Resource, node: Node | undefined, optional: boolean): Action {
  return resourceAction(s, rsc, "stop", node, optional);
}

export function promoteAction(s: Scheduler, rsc: Resource, node: Node | undefined, optional: boolean): Action {
  return resourceAction(s, rsc, "promote", node, optional);
}

export function demoteAction(s: Scheduler, rsc: Resource, node: Node | undefined, optional: boolean): Action {
  return resourceAction(s, rsc, "demote", node, optional);
}

/** Forgets the failures of a resource on a node; nobody waits for its result. */
export function clearFailCount(s: Scheduler, rsc: Resource, node: Node, reason: string): Action {
  const action = resourceAction(s, rsc, "clear_failcount", node, false);
  action.meta.set("op_no_wait", "true");
  setReason(action, reason, false);
  return action;
}

/** Forgets the operation history of a resource on a node. */
export function deleteHistory(s: Scheduler, rsc: Resource, node: Node, reason?: string): Action {
  const action = resourceAction(s, rsc, "lrm_delete", node, false);
  if (reason !== undefined) setReason(action, reason, false);
  return action;
}

export function setFlag(action: Action, flag: number): void {
  action.flags |= flag;
}

export function clearFlag(action: Action, flag: number): void {
  action.flags &= ~flag;
}

/** Gives the action a reason, unless it has one already and `overwrite` is false; `undefined` takes it away. */
export function setReason(action: Action, reason: string | undefined, overwrite: boolean): void {
  if (action.reason === undefined || overwrite) action.reason = reason;
}

/** The reason one action gives another: what changed about `action`, e.g. `required A start`. */
export function reasonFrom(action: Action, flag: number): string {
  const change =
    flag === ActionFlag.runnable ? "unrunnable" : flag === ActionFlag.migratable ? "unmigrateable" : "required";
  return action.rsc === undefined ? `${change} ${action.task}` : `${change} ${action.rsc.id} ${action.task}`;
}

/** Makes the action required, for the reason given (a text, or the action that requires it). */
export function requireAction(action: Action, because: Action | string): void {
  if (!hasFlag(action, ActionFlag.optional)) return;
  clearFlag(action, ActionFlag.optional);
  setReason(action, typeof because === "string" ? because : reasonFrom(because, ActionFlag.optional), false);
}

export { fenceAction } from "./fence-action.ts";
