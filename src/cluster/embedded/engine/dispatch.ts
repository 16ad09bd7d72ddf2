/**
 * What each kind of action in a transition means: an operation for an agent, an edit of the CIB, a request to fence,
 * a node to be shut down, or only a point that others are ordered against (a pseudo-action).
 */

import { operationKey } from "../../../cib/operation.ts";
import { get } from "../../../cib/xml/tree.ts";
import type { GraphAction } from "../../../scheduler/graph/transition.ts";
import { clearFailures, setAttribute } from "./attributes.ts";
import { ITSELF, requestFencing } from "./fencing.ts";
import { guestDown } from "./guests.ts";
import { recordOutcome } from "./history.ts";
import { dropRecurring, dropRecurringOf, recurringKey } from "./recurring.ts";
import type { Operation } from "./state.ts";
import { dropLrmResource, dropOperations, setNodeState } from "./status.ts";
import type { Turn } from "./step-draft.ts";

/** Default timeout of an operation, milliseconds. */
const DEFAULT_TIMEOUT = 20_000;

export function dispatch(turn: Turn, action: GraphAction): void {
  switch (action.kind) {
    case "pseudo_event":
      pseudo(turn, action);
      turn.endAction(action.id, "done");
      return;
    case "crm_event":
      event(turn, action);
      return;
    case "rsc_op":
      if (action.operation === "cancel") cancel(turn, action);
      else if (action.operation === "delete" || action.operation === "lrm_delete") forget(turn, action);
      else begin(turn, action);
      return;
  }
}

function pseudo(turn: Turn, action: GraphAction): void {
  // A guest node is fenced by stopping its container; what is left to do is to forget what ran in it.
  if (action.operation === "stonith" && action.onNode !== undefined)
    guestDown(turn, action.onNode, { forget: true, lost: false });
}

function event(turn: Turn, action: GraphAction): void {
  const node = action.onNode ?? "";
  switch (action.operation) {
    case "stonith":
      requestFencing(turn, {
        target: node,
        action: action.attributes.get("CRM_meta_stonith_action") ?? "reboot",
        actionId: action.id,
        request: undefined,
        who: ITSELF,
      });
      return;
    case "do_shutdown": {
      const view = turn.nodes.get(node);
      if (view === undefined || !view.member) break;
      turn.nodes.set(node, { ...view, leaving: true });
      turn.cib = setNodeState(turn.cib, turn.nodeRef(node), { expected: "down" });
      turn.effects.push({ kind: "shutdown", node });
      // Done when the node has left.
      return;
    }
    case "clear_failcount":
      clearFailures(turn, node, action.resource?.id ?? "", undefined);
      break;
    case "lrm_delete":
      forget(turn, action);
      return;
  }
  turn.endAction(action.id, "done");
}

function forget(turn: Turn, action: GraphAction): void {
  const rsc = action.resource?.id ?? "";
  const node = action.onNode ?? "";
  dropRecurringOf(turn, node, rsc);
  turn.cib = dropLrmResource(turn.cib, turn.nodeRef(node), rsc);
  turn.endAction(action.id, "done");
}

function cancel(turn: Turn, action: GraphAction): void {
  const rsc = action.resource?.id ?? "";
  const node = action.onNode ?? "";
  const task = action.attributes.get("CRM_meta_operation") ?? "monitor";
  const interval = Number(action.attributes.get("CRM_meta_interval") ?? "0");
  const key = operationKey(rsc, task, interval);
  dropRecurring(turn, recurringKey(node, key));
  turn.cib = dropOperations(
    turn.cib,
    turn.nodeRef(node),
    rsc,
    (op) => get(op, "operation_key") === key && get(op, "interval") === String(interval),
  );
  turn.endAction(action.id, "done");
}

/** Milliseconds until the cluster is looked at again after an operation that found its node gone. */
const LOOK_AGAIN = 1000;

function begin(turn: Turn, action: GraphAction): void {
  const operation = operationOf(turn, action);
  if (operation === undefined) {
    // Its connection broke before it had a monitor to fail: the rest of the transition has that, and shows it.
    turn.endAction(action.id, "failed");
    turn.setTimer({ kind: "recheck" }, turn.now + LOOK_AGAIN);
    return;
  }
  turn.nextCallId++;
  if (operation.intervalMs === 0 && operation.task !== "monitor" && operation.task !== "notify")
    dropRecurringOf(turn, operation.node, operation.rsc.id);
  turn.operations.set(operation.callId, operation);
  turn.setTimer(
    { kind: "operation", callId: operation.callId },
    turn.now + operation.timeoutMs + operation.startDelayMs,
  );
  if (operation.task !== "notify") {
    if (operation.attributes.CRM_meta_record_pending !== "false") {
      const outcome = { callId: -1, rc: 193, status: -1, reason: "", durationMs: 0, changedAt: turn.now };
      recordOutcome(turn, operation, outcome);
    }
    turn.tell({
      kind: "begun",
      rsc: operation.rsc.id,
      node: operation.node,
      task: operation.task,
      intervalMs: operation.intervalMs,
    });
  }
  turn.effects.push({ kind: "execute", operation });
}

/** Undefined when the node, or the way to it, is gone. */
function operationOf(turn: Turn, action: GraphAction): Operation | undefined {
  const node = action.onNode;
  const rsc = action.resource;
  if (node === undefined || rsc === undefined) return undefined;
  const host = turn.nodes.has(node) ? node : (turn.guests.get(node)?.host ?? undefined);
  if (host === undefined || !turn.isMember(host)) return undefined;
  const attribute = (name: string) => action.attributes.get(`CRM_meta_${name}`);
  const intervalMs = Number(attribute("interval") ?? "0");
  return {
    callId: turn.nextCallId,
    actionId: action.id,
    transition: turn.run?.number ?? 0,
    targetRc: Number(attribute("op_target_rc") ?? "0"),
    node,
    nodeId: action.onNodeUuid ?? node,
    host,
    rsc,
    container: rsc.type === "remote" ? attribute("container") : undefined,
    task: action.operation,
    intervalMs,
    timeoutMs: Number(attribute("timeout") ?? DEFAULT_TIMEOUT) || DEFAULT_TIMEOUT,
    startDelayMs: Number(attribute("start_delay") ?? "0"),
    attributes: { ...Object.fromEntries(action.params), ...Object.fromEntries(action.attributes) },
    startedAt: turn.now,
  };
}

/** Sets `shutdown` so that the scheduler empties the node and lets it leave. */
export function requestShutdown(turn: Turn, node: string): void {
  setAttribute(turn, node, "shutdown", String(turn.seconds));
}
