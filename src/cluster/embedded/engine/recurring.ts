/**
 * Recurring operations: run again an interval after each result, reported only when the result changes, as Pacemaker's
 * executor does. They outlive transitions, and rest while their node cannot be reached.
 */

import { operationKey } from "../../../cib/operation.ts";
import type { Operation, Recurring } from "./state.ts";
import type { Turn } from "./step-draft.ts";

export function recurringKey(node: string, key: string): string {
  return `${node}/${key}`;
}

function keyOf(operation: Operation): string {
  return recurringKey(operation.node, operationKey(operation.rsc.id, operation.task, operation.intervalMs));
}

/** Forgets the recurring operations of a resource on a node; results still in flight will be ignored. */
export function dropRecurringOf(turn: Turn, node: string, rsc: string | undefined): void {
  for (const [key, recurring] of turn.recurring) {
    if (recurring.operation.node !== node || (rsc !== undefined && recurring.operation.rsc.id !== rsc)) continue;
    dropRecurring(turn, key);
  }
}

/** Forgets one recurring operation. A call of it in flight is killed, so that it runs beside nothing that follows. */
export function dropRecurring(turn: Turn, key: string): void {
  const recurring = turn.recurring.get(key);
  if (recurring?.inFlight !== undefined) {
    turn.clearTimer({ kind: "operation", callId: recurring.inFlight });
    turn.withdraw({ ...recurring.operation, callId: recurring.inFlight });
  }
  turn.clearTimer({ kind: "recurring", key });
  turn.recurring.delete(key);
}

/** @param ended the result it has had, and the call that ended with it */
export function keepRecurring(
  turn: Turn,
  operation: Operation,
  ended: { readonly callId: number; readonly rc: number; readonly status: number },
): void {
  const key = keyOf(operation);
  // A call of an earlier request for the same operation may still be in flight.
  if (turn.recurring.get(key)?.inFlight !== ended.callId) dropRecurring(turn, key);
  turn.recurring.set(key, { operation, lastRc: ended.rc, lastStatus: ended.status, inFlight: undefined });
  turn.setTimer({ kind: "recurring", key: key }, turn.now + operation.intervalMs);
}

/** Runs a recurring operation whose time has come. */
export function runRecurring(turn: Turn, key: string): void {
  turn.clearTimer({ kind: "recurring", key: key });
  const recurring: Recurring | undefined = turn.recurring.get(key);
  if (recurring === undefined || recurring.inFlight !== undefined) return;
  const { operation } = recurring;
  const reachable = turn.nodes.has(operation.node)
    ? turn.isMember(operation.node)
    : turn.isMember(turn.guests.get(operation.node)?.host ?? "");
  // A node that comes back without having been fenced still runs its monitors.
  if (!reachable) {
    turn.setTimer({ kind: "recurring", key: key }, turn.now + operation.intervalMs);
    return;
  }
  const callId = turn.nextCallId++;
  turn.recurring.set(key, { ...recurring, inFlight: callId });
  turn.setTimer({ kind: "operation", callId: callId }, turn.now + operation.timeoutMs);
  turn.effects.push({ kind: "execute", operation: { ...operation, callId, startedAt: turn.now } });
}

export function recurringInFlight(
  turn: Turn,
  callId: number,
): { readonly key: string; readonly recurring: Recurring } | undefined {
  for (const [key, recurring] of turn.recurring) if (recurring.inFlight === callId) return { key, recurring };
  return undefined;
}
