/**
 * The `lrm_rsc_op` entries by which the scheduler learns what became of an operation: their ids, digests and times.
 * A failure goes to `<rsc>_last_failure_0` (a failed one-shot also to `<rsc>_last_0`), a recurring success to its own
 * key, everything else to `<rsc>_last_0`. Seen in golden CIBs.
 * Behaviour: docs/pacemaker/cib-changes.md#what-an-executor-records.
 */

import { digestAttributes, filterForDigest } from "../../../cib/digest.ts";
import { FEATURE_SET } from "../../../cib/empty.ts";
import { operationKey } from "../../../cib/operation.ts";
import { type Element, element, get } from "../../../cib/xml/tree.ts";
import { agentMetadata } from "./metadata.ts";
import type { Operation } from "./state.ts";
import { type NodeRef, putOperation } from "./status.ts";

/** What became of an operation. `status` -1 means it is still running. */
export interface Outcome {
  readonly callId: number;
  readonly rc: number;
  readonly status: number;
  readonly reason: string;
  readonly durationMs: number;
  /** Epoch milliseconds at which the result was first so. */
  readonly changedAt: number;
}

export function failed(operation: Operation, outcome: Outcome): boolean {
  if (outcome.status === 0) return outcome.rc !== operation.targetRc;
  return outcome.status !== -1 && outcome.status !== 1;
}

function transitionKey(operation: Operation, uuid: string): string {
  return `${operation.actionId}:${operation.transition}:${operation.targetRc}:${uuid}`;
}

/** Writes the entry, or entries, of one outcome. */
export function recordOutcome(
  cib: Element,
  node: NodeRef,
  operation: Operation,
  outcome: Outcome,
  uuid: string,
): Element {
  let result = cib;
  for (const id of entryIds(operation, outcome)) {
    result = putOperation(
      result,
      node,
      operation.rsc.id,
      () => lrmResource(operation),
      historyEntry(id, operation, outcome, uuid),
    );
  }
  return result;
}

function entryIds(operation: Operation, outcome: Outcome): string[] {
  const { rsc, task, intervalMs } = operation;
  const last = operationKey(rsc.id, "last", 0);
  if (failed(operation, outcome)) {
    const failure = operationKey(rsc.id, "last_failure", 0);
    // The last operation has to be this one also when it was recorded as pending.
    return intervalMs === 0 ? [failure, last] : [failure];
  }
  return [intervalMs > 0 ? operationKey(rsc.id, task, intervalMs) : last];
}

function lrmResource(operation: Operation): Element {
  const { rsc } = operation;
  return element("lrm_resource", {
    id: rsc.id,
    class: rsc.class,
    provider: rsc.provider,
    type: rsc.type,
    container: operation.container,
  });
}

function historyEntry(id: string, operation: Operation, outcome: Outcome, uuid: string): Element {
  const { rsc, task, intervalMs } = operation;
  const key = transitionKey(operation, uuid);
  const attributes = new Map(Object.entries(operation.attributes));
  const restart = restartDigest(operation, attributes);
  return element("lrm_rsc_op", {
    id,
    operation_key: operationKey(rsc.id, task, intervalMs),
    operation: task,
    "crm-debug-origin": "holdfast",
    crm_feature_set: FEATURE_SET,
    "transition-key": key,
    "transition-magic": `${outcome.status}:${outcome.rc};${key}`,
    "exit-reason": outcome.reason,
    on_node: operation.host,
    "call-id": String(outcome.callId),
    "rc-code": String(outcome.rc),
    "op-status": String(outcome.status),
    interval: String(intervalMs),
    "last-rc-change": String(Math.floor(outcome.changedAt / 1000)),
    "exec-time": String(Math.round(outcome.durationMs)),
    "queue-time": "0",
    migrate_source: operation.attributes.CRM_meta_migrate_source,
    migrate_target: operation.attributes.CRM_meta_migrate_target,
    "op-digest": digestAttributes(filterForDigest(attributes, intervalMs)),
    ...restart,
  });
}

/** The digest of those parameters whose change needs a restart, for agents that can take the others by a reload. */
function restartDigest(operation: Operation, attributes: ReadonlyMap<string, string>): Record<string, string> {
  if (operation.intervalMs > 0 || operation.task === "stop") return {};
  const metadata = agentMetadata(operation.rsc);
  if (metadata.restartParameters === undefined) return {};
  const kept = new Map<string, string>();
  for (const name of metadata.restartParameters) {
    const value = attributes.get(name);
    if (value !== undefined) kept.set(name, value);
  }
  return {
    "op-force-restart": ` ${metadata.restartParameters.join(" ")} `,
    "op-restart-digest": digestAttributes(kept),
  };
}

/** Whether a history entry tells of a failure. */
export function isFailureEntry(op: Element): boolean {
  const expected = get(op, "transition-key")?.split(":")[2];
  const status = get(op, "op-status");
  if (status === "-1" || status === "1") return false;
  return status !== "0" || get(op, "rc-code") !== expected;
}
