/**
 * Results of operations, written into the CIB's status. A reload is not recorded while it is pending: that would take
 * the place of the start by which the resource is known to run. Entries: `cib/history.ts`.
 */

import { type EntryToWrite, entriesFor, isFailure, isReload } from "../../../cib/history.ts";
import { ExecStatus } from "../../../cib/result-code.ts";
import { type Element, element } from "../../../cib/xml/tree.ts";
import type { Operation } from "./state.ts";
import { putOperation } from "./status.ts";
import type { Turn } from "./step-draft.ts";

/** An operation's outcome. `status` -1 means it is still running. */
export interface OperationOutcome {
  readonly callId: number;
  readonly rc: number;
  readonly status: number;
  readonly reason: string;
  readonly durationMs: number;
  /** Epoch milliseconds at which the result was first so. */
  readonly changedAt: number;
}

export function failed({ targetRc }: Operation, { rc, status }: OperationOutcome): boolean {
  return isFailure({ rc, status, targetRc });
}

/** Writes the entry, or entries, of one outcome. */
export function recordOutcome(turn: Turn, operation: Operation, outcome: OperationOutcome): void {
  const { rsc, task, intervalMs, targetRc, host, actionId, transition } = operation;
  const { callId, rc, status, reason, durationMs, changedAt } = outcome;
  if (status === ExecStatus.pending && isReload(task)) return;
  const entries = entriesFor({
    resource: rsc.id,
    task,
    intervalMs,
    callId,
    rc,
    status,
    targetRc,
    transitionKey: `${actionId}:${transition}:${targetRc}:${turn.uuid}`,
    node: host,
    exitReason: reason,
    at: Math.floor(changedAt / 1000),
    execMs: Math.round(durationMs),
    origin: "holdfast",
    attributes: new Map(Object.entries(operation.attributes)),
    restartParameters: turn.ports.metadata(rsc)?.restartParameters,
  });
  const node = turn.nodeRef(operation.node);
  for (const entry of entries)
    turn.cib = putOperation(turn.cib, node, rsc.id, () => lrmResource(operation), asElement(entry));
}

function asElement({ id, attributes }: EntryToWrite): Element {
  return element("lrm_rsc_op", { id, ...Object.fromEntries(attributes) });
}

function lrmResource({ rsc, container }: Operation): Element {
  const { id, class: standard, provider, type } = rsc;
  return element("lrm_resource", { id, class: standard, provider, type, container });
}
