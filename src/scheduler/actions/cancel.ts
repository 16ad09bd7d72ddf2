/**
 * Cancelling and rescheduling recurring operations.
 * Behaviour: docs/pacemaker/actions.md#cancelling (pcmk_sched_recurring.c).
 */
import { operationKey } from "../../cib/operation.ts";
import { get } from "../../cib/xml/tree.ts";
import { noteChange, setMeta, setMetaByRelease } from "../action/action-state.ts";
import { createAction, setFlag } from "../action/create.ts";
import { newOrdering } from "../action/ordering.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation } from "../model/enums.ts";
import type { EntryReading } from "../model/history-entry.ts";
import type { Action, Node, Resource } from "../model/types.ts";
import { triggerUnfencing } from "./unfencing.ts";

/** The action that ends a recurring operation: it takes over the key, and often the object, of the operation itself. */
export function cancelAction(s: ClusterModel, rsc: Resource, task: string, intervalMs: number, node: Node): Action {
  const action = createAction(s, {
    rsc,
    key: operationKey(rsc.id, task, intervalMs),
    task: "cancel",
    node,
    optional: false,
    configuredAs: s.dialect.cancelsByKey ? task : undefined,
  });
  action.task = "cancel";
  noteChange(action);
  action.cancelTask = task;
  setMeta(action, "operation", task);
  setMeta(action, "interval", String(intervalMs));
  return action;
}

/** Cancels the operation of an entry that the configuration no longer wants, after any stop of its resource. */
export function scheduleCancel(s: ClusterModel, rsc: Resource, entry: EntryReading, node: Node): Action {
  const { xml, task = "", intervalMs } = entry;
  const callId = get(xml, "call-id");
  const action = cancelAction(s, rsc, task, intervalMs, node);
  if (callId !== undefined) setMetaByRelease(s, action, "call-id", callId);
  newOrdering(s, { rsc, key: operationKey(rsc.id, "stop", 0) }, { rsc, action }, Relation.ordered);
  return action;
}

/** Marks a recurring operation as one to be started anew, should it be needed at all. */
export function rescheduleRecurring(
  s: ClusterModel,
  rsc: Resource,
  task: string,
  intervalMs: number,
  node: Node,
): Action {
  triggerUnfencing(s, rsc, node, "Device parameters changed (reschedule)", undefined);
  const action = createAction(s, { rsc, key: operationKey(rsc.id, task, intervalMs), task, node, optional: true });
  setFlag(action, ActionFlag.reschedule);
  return action;
}
