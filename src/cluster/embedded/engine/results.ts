/**
 * What follows from an operation's result: a history entry, a fail count, the next actions of the transition or its
 * end. Source: Pacemaker's controller (results that were not expected end the transition) and executor (a recurring
 * operation is reported again only when its result changes).
 */

import { applyWrite, countFailure } from "./attributes.ts";
import { connectionEnded, isConnection } from "./guests.ts";
import { failed, type OperationOutcome, recordOutcome } from "./history.ts";
import type { ReportedResult } from "./message.ts";
import { keepRecurring, recurringInFlight } from "./recurring.ts";
import type { Operation, Recurring } from "./state.ts";
import type { Turn } from "./step-draft.ts";

export function operationEnded(turn: Turn, result: ReportedResult): void {
  const repeated = recurringInFlight(turn, result.callId);
  const operation = turn.operations.get(result.callId);
  // Cancelled, timed out or lost meanwhile: the late result is ignored.
  if (repeated === undefined && operation === undefined) return;
  turn.clearTimer({ kind: "operation", callId: result.callId });
  for (const write of result.writes) applyWrite(turn, write);
  const outcome: OperationOutcome = { ...result, changedAt: turn.now };
  if (operation !== undefined) conclude(turn, operation, outcome);
  else if (repeated !== undefined) repeat(turn, repeated.recurring, outcome);
}

/** The agent did not answer within the operation's timeout. */
export function operationTimedOut(turn: Turn, callId: number): void {
  turn.clearTimer({ kind: "operation", callId: callId });
  const repeated = recurringInFlight(turn, callId);
  const operation = turn.operations.get(callId) ?? repeated?.recurring.operation;
  if (operation === undefined) return;
  turn.effects.push({ kind: "kill", operation: { ...operation, callId } });
  const reason = `${operation.task} did not complete within ${operation.timeoutMs / 1000}s`;
  const outcome: OperationOutcome = {
    callId,
    rc: 1,
    status: 2,
    reason,
    durationMs: operation.timeoutMs,
    changedAt: turn.now,
  };
  if (repeated === undefined) conclude(turn, operation, outcome);
  else repeat(turn, repeated.recurring, outcome);
}

/** The node is gone, and every operation on it with it. Nothing is recorded, because their results are unknown. */
export function operationsLost(turn: Turn, gone: (operation: Operation) => boolean): void {
  for (const operation of [...turn.operations.values()]) {
    if (!gone(operation)) continue;
    turn.operations.delete(operation.callId);
    turn.clearTimer({ kind: "operation", callId: operation.callId });
    turn.endAction(operation.actionId, "failed");
  }
  for (const [key, recurring] of turn.recurring) {
    if (recurring.inFlight === undefined || !gone(recurring.operation)) continue;
    turn.clearTimer({ kind: "operation", callId: recurring.inFlight });
    turn.recurring.set(key, { ...recurring, inFlight: undefined });
    turn.setTimer({ kind: "recurring", key: key }, turn.now + recurring.operation.intervalMs);
  }
}

function conclude(turn: Turn, operation: Operation, outcome: OperationOutcome): void {
  turn.operations.delete(operation.callId);
  // Actions of a transition that ended with the engine's last life are numbered like those of a new one.
  const current = turn.run?.number === operation.transition;
  if (operation.task === "notify") {
    if (current) turn.endAction(operation.actionId, "done");
    return;
  }
  recordOutcome(turn, operation, outcome);
  if (isConnection(operation)) connectionEnded(turn, operation, outcome.status === 0 ? outcome.rc : 1);
  if (operation.intervalMs > 0) keepRecurring(turn, operation, outcome);
  tellOutcome(turn, operation, outcome);
  const bad = failed(operation, outcome);
  const priority = turn.underWay(operation.actionId)?.priority ?? 0;
  if (current) turn.endAction(operation.actionId, bad ? "failed" : "done");
  else turn.abort(`${operation.rsc.id} ${operation.task} ended`);
  if (!bad) return;
  turn.abort(describe(operation, outcome), current ? priority + 1 : 1);
  countFailure(turn, operation);
}

function repeat(turn: Turn, recurring: Recurring, outcome: OperationOutcome): void {
  const { operation } = recurring;
  const same = recurring.lastRc === outcome.rc && recurring.lastStatus === outcome.status;
  keepRecurring(turn, operation, outcome);
  if (same) return;
  recordOutcome(turn, operation, outcome);
  tellOutcome(turn, operation, outcome);
  turn.abort(describe(operation, outcome));
  if (failed(operation, outcome)) countFailure(turn, operation);
}

/** The connection to a guest node broke: its monitor fails at once, without waiting for the next interval. */
export function connectionLost(turn: Turn, guest: string): void {
  const view = turn.guests.get(guest);
  if (view === undefined) return;
  operationsLost(turn, (operation) => operation.node === guest);
  turn.guests.delete(guest);
  turn.tell({ kind: "guest", node: guest, host: view.host, up: false, lost: true });
  for (const recurring of [...turn.recurring.values()]) {
    const { operation } = recurring;
    if (operation.rsc.id !== guest || operation.node !== view.host || !isConnection(operation)) continue;
    const outcome: OperationOutcome = {
      callId: turn.nextCallId++,
      rc: 1,
      status: 4,
      reason: "Lost connection to remote executor",
      durationMs: 0,
      changedAt: turn.now,
    };
    repeat(turn, recurring, outcome);
  }
  turn.abort(`the connection to ${guest} was lost`);
}

function tellOutcome(turn: Turn, operation: Operation, outcome: OperationOutcome): void {
  turn.tell({
    kind: "operation",
    rsc: operation.rsc.id,
    node: operation.node,
    task: operation.task,
    intervalMs: operation.intervalMs,
    rc: outcome.rc,
    expected: operation.targetRc,
    status: outcome.status,
    reason: outcome.reason,
    durationMs: Math.round(outcome.durationMs),
  });
}

function describe(operation: Operation, outcome: OperationOutcome): string {
  const what = outcome.status === 2 ? "timed out" : `returned ${outcome.rc}`;
  return `${operation.rsc.id} ${operation.task} on ${operation.node} ${what}`;
}
