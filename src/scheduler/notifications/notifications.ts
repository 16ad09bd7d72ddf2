/**
 * Notifications of clones: before and after a clone's instances start, stop, are promoted or demoted, every instance
 * concerned is notified. Around each such action of the clone stands a chain of pseudo-actions,
 *
 *   pre → confirmed-pre → action … its completion → post → confirmed-post
 *
 * made with the clone's own actions ({@link notifyStartAndStop}, {@link notifyPromote}, {@link notifyDemote}). Which
 * instances are notified of what is known only when all orderings were applied: {@link addNotifications} then makes the
 * real notify actions between `pre` and `confirmed-pre`, `post` and `confirmed-post`.
 * Behaviour: docs/pacemaker/notifications.md#the-chain (pe_notif.c, clone.c).
 */
import { notifyKey } from "../../cib/operation.ts";
import { INFINITY } from "../../cib/value/score.ts";
import { hasFlag, setMeta, setMetaByRelease } from "../action/action-state.ts";
import { clearFlag, createAction, findFirstAction, notifyPseudoAction, setFlag } from "../action/create.ts";
import { orderActions } from "../action/relation.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation, Role } from "../model/enums.ts";
import { topOf } from "../model/resource.ts";
import type { Action, Clone, Node, Notification, Resource } from "../model/types.ts";
import { collect, taskList, tell } from "./notify-values.ts";

/** A collective's own actions, around those of its instances. */
export interface StartAndStop {
  readonly start: Action;
  readonly started: Action;
  readonly stop: Action;
  readonly stopped: Action;
}

/** To be called when the clone's start, running, stop and stopped have just been made; does nothing without `notify`. */
export function notifyStartAndStop(s: ClusterModel, clone: Clone, actions: StartAndStop): void {
  const { start, started, stop, stopped } = actions;
  if (!clone.notify) return;
  newOnce(s, clone, "start", start, started);
  if (newOnce(s, clone, "stop", stop, stopped)) sequence(clone, "stop", "start");
}

/** To be called when the clone's promote and promoted have just been made, before its demote. */
export function notifyPromote(s: ClusterModel, clone: Clone, promote: Action, promoted: Action): void {
  if (clone.notify) newOnce(s, clone, "promote", promote, promoted);
}

/** To be called when the clone's demote and demoted have just been made, after {@link notifyPromote}. */
export function notifyDemote(s: ClusterModel, clone: Clone, demote: Action, demoted: Action): void {
  if (!clone.notify || !newOnce(s, clone, "demote", demote, demoted)) return;
  sequence(clone, "stop", "promote");
  sequence(clone, "start", "promote");
  sequence(clone, "demote", "promote");
  sequence(clone, "demote", "start");
  sequence(clone, "demote", "stop");
}

/** All instances are notified of the first before any is notified of the second. */
function sequence(clone: Clone, first: string, then: string): void {
  const done = clone.notifications.get(first)?.postDone;
  const next = clone.notifications.get(then)?.pre;
  if (done !== undefined && next !== undefined) orderActions(done, next, Relation.ordered);
}

/** False when they exist already: a clone's actions may be gone over more than once. */
function newOnce(s: ClusterModel, clone: Clone, task: string, action: Action, complete: Action): boolean {
  if (clone.notifications.has(task)) return false;
  clone.notifications.set(task, newNotification(s, clone, task, action, complete));
  return true;
}

function newNotification(
  s: ClusterModel,
  rsc: Resource,
  task: string,
  action: Action | undefined,
  complete: Action,
): Notification {
  const notification: Notification = {
    task,
    pre: undefined,
    preDone: undefined,
    post: undefined,
    postDone: undefined,
    lists: { stop: [], start: [], demote: [], promote: [], active: [], unpromoted: [], promoted: [], inactive: [] },
    allowed: undefined,
    values: new Map(),
  };
  if (action !== undefined) {
    const pre = newPseudo(s, rsc, "pre", { task, about: action, runnable: true });
    const preDone = newPseudo(s, rsc, "confirmed-pre", { task, about: action, runnable: true });
    orderActions(pre, preDone, Relation.ordered);
    orderActions(preDone, action, Relation.ordered);
    notification.pre = pre;
    notification.preDone = preDone;
  }
  const subject = { task, about: complete, runnable: hasFlag(complete, ActionFlag.runnable) };
  const post = newPseudo(s, rsc, "post", subject);
  const postDone = newPseudo(s, rsc, "confirmed-post", subject);
  post.priority = INFINITY;
  postDone.priority = INFINITY;
  orderActions(complete, post, Relation.firstImpliesThen);
  orderActions(post, postDone, Relation.firstImpliesThen);
  notification.post = post;
  notification.postDone = postDone;
  if (notification.preDone !== undefined) orderActions(notification.preDone, post, Relation.ordered);
  return notification;
}

type PseudoType = "pre" | "confirmed-pre" | "post" | "confirmed-post";

/** What agents are notified of, and the action that names the key: they differ when fencing stands in for a stop. */
interface Subject {
  readonly task: string;
  readonly about: Action;
  readonly runnable: boolean;
}

function newPseudo(s: ClusterModel, rsc: Resource, type: PseudoType, { task, about, runnable }: Subject): Action {
  const pseudo = notifyPseudoAction(s, rsc, type, about.task, hasFlag(about, ActionFlag.optional));
  setMeta(pseudo, "notify_key_type", type);
  setMeta(pseudo, "notify_key_operation", about.task);
  if (runnable) setFlag(pseudo, ActionFlag.runnable);
  else clearFlag(pseudo, ActionFlag.runnable);
  setMeta(pseudo, "notify_type", type === "pre" || type === "confirmed-pre" ? "pre" : "post");
  setMeta(pseudo, "notify_operation", task);
  return pseudo;
}

/** To be called in the graph phase when the clone's turn comes, after its flags were refreshed and before its instances. */
export function addNotifications(s: ClusterModel, clone: Clone): void {
  for (const task of ["start", "stop", "promote", "demote"]) {
    const notification = clone.notifications.get(task);
    if (notification === undefined) continue;
    collect(notification, clone, true);
    tell(s, notification, clone);
    requireIfNeeded(notification);
    notifyInstances(s, notification, clone);
  }
  clone.notifications.clear();
}

function requireIfNeeded(notification: Notification): void {
  const { pre, preDone, post, postDone } = notification;
  if (!concernsAnyone(notification)) return;
  for (const action of [pre, preDone, post, postDone]) {
    if (action !== undefined) clearFlag(action, ActionFlag.optional);
  }
}

/** Something is really started, stopped, promoted or demoted. */
function concernsAnyone({ task, lists }: Notification): boolean {
  const list = taskList(task);
  return list !== undefined && lists[list].length > 0;
}

function notifyInstances(s: ClusterModel, notification: Notification, rsc: Resource): void {
  if (rsc.children.length > 0) {
    for (const part of rsc.children) notifyInstances(s, notification, part);
    return;
  }
  // The agent that acts learns of the others too, as do the agents that are notified.
  for (const action of rsc.actions) {
    if (action.node === undefined || hasFlag(action, ActionFlag.optional) || taskList(action.task) === undefined)
      continue;
    for (const [name, value] of notification.values) setMetaByRelease(s, action, name, value);
  }
  // A stop may be implied by fencing and so not be listed.
  if (notification.task !== "stop" && !concernsAnyone(notification)) return;

  if (notification.task === "stop" || notification.task === "demote") notifyGoingDown(s, notification, rsc);
  else notifyComingUp(s, notification, rsc);
}

function notifyGoingDown(s: ClusterModel, notification: Notification, rsc: Resource): void {
  if (rsc.role === Role.stopped) return;
  const stop = findFirstAction(rsc.actions, "stop", undefined);
  for (const node of rsc.active) {
    // On a node that is fenced no agent is left to notify.
    if (stop !== undefined && hasFlag(stop, ActionFlag.pseudo) && (node.unclean || node.remoteReset)) continue;
    notifyBefore(s, notification, rsc, node);
    if (notification.task === "demote" || stop === undefined || hasFlag(stop, ActionFlag.optional))
      notifyAfter(s, notification, rsc, node);
  }
}

function notifyComingUp(s: ClusterModel, notification: Notification, rsc: Resource): void {
  if (rsc.nextRole === Role.stopped) return;
  const start = findFirstAction(rsc.actions, "start", undefined);
  const connection = start?.node?.connection;
  if (connection !== undefined) {
    // Nothing happens behind a connection that cannot be made.
    const connect = findFirstAction(connection.actions, "start", undefined);
    if (connect !== undefined && !hasFlag(connect, ActionFlag.runnable)) return;
  }
  if (rsc.assigned === undefined) return;
  if (notification.task !== "start" || start === undefined || hasFlag(start, ActionFlag.optional)) {
    notifyBefore(s, notification, rsc, rsc.assigned);
  }
  notifyAfter(s, notification, rsc, rsc.assigned);
}

function notifyBefore(s: ClusterModel, notification: Notification, rsc: Resource, node: Node): void {
  newNotify(s, notification, rsc, node, { from: notification.pre, until: notification.preDone });
}

function notifyAfter(s: ClusterModel, notification: Notification, rsc: Resource, node: Node): void {
  const { post, postDone } = notification;
  const notify = newNotify(s, notification, rsc, node, { from: post, until: postDone });
  if (notify !== undefined) notify.priority = INFINITY;
  if (postDone === undefined) return;
  // Recurring monitors wait until all instances are notified.
  for (const action of [...rsc.actions].reverse()) {
    if (action.task !== "cancel" && (action.meta.get("interval") ?? "0") !== "0")
      orderActions(postDone, action, Relation.ordered);
  }
}

/** The notify action of one instance, between two pseudo-actions of its clone. */
function newNotify(
  s: ClusterModel,
  notification: Notification,
  rsc: Resource,
  node: Node,
  { from, until }: { readonly from: Action | undefined; readonly until: Action | undefined },
): Action | undefined {
  if (from === undefined || until === undefined || !node.online || !hasFlag(from, ActionFlag.runnable))
    return undefined;
  const key = notifyKey(rsc.id, from.meta.get("notify_type") ?? "", from.meta.get("notify_operation") ?? "");
  const notify = createAction(s, { rsc, key, task: from.task, node, optional: hasFlag(from, ActionFlag.optional) });
  for (const [name, value] of from.meta) {
    // Its own timeout and the like stay.
    if (!notify.meta.has(name)) setMeta(notify, name, value);
  }
  for (const [name, value] of notification.values) setMetaByRelease(s, notify, name, value);
  orderActions(from, notify, Relation.ordered);
  orderActions(notify, until, Relation.ordered);
  return notify;
}

/**
 * To be called for each stop of a notifying clone's instance that fencing implies. The clone's own chain is not enough
 * there: the instances left have to hear of the stop after the fencing, even if nothing else of the clone stops.
 */
export function orderNotificationsAfterFencing(s: ClusterModel, stop: Action, rsc: Resource, fencing: Action): void {
  if (!rsc.notify) return;
  const notification = newNotification(s, rsc, "stop", undefined, fencing);
  collect(notification, rsc, false);
  notification.values.set("notify_stop_resource", rsc.id);
  notification.values.set("notify_stop_uname", stop.node?.name ?? "");
  notifyInstances(s, notification, topOf(rsc, false));
}
