/**
 * The operation history: `lrm_rsc_op` entries, by which the scheduler learns how each operation ended. One reader and
 * one writer, for the engine, for transitions that are only simulated, and for commands that watch a cluster. Source:
 * Pacemaker's controller, which records results so; Pacemaker Explained, "Operation history".
 */

import { digestAttributes, filterForDigest } from "./digest.ts";
import { FEATURE_SET } from "./empty.ts";
import { keyTargetRc, notifyKey, operationKey, parseTransitionMagic, type TransitionMagic } from "./operation.ts";
import { ExecStatus } from "./result-code.ts";
import { type Element, get, idOf } from "./xml/tree.ts";

export interface RecordedOperation {
  readonly id: string;
  /** `<resource>_<task>_<interval>`; entries of failures have another id. */
  readonly key: string;
  readonly task: string;
  readonly intervalMs: number;
  /** -1 while the operation is pending. */
  readonly callId: number;
  /** The agent's exit status; 193 while pending. */
  readonly rc: number;
  /** Execution status, -1 while pending. */
  readonly opStatus: number;
  /** Of the node that ran it. */
  readonly node: string | undefined;
  /** Epoch seconds. */
  readonly lastChange: number | undefined;
  readonly execMs: number | undefined;
  readonly exitReason: string | undefined;
  readonly magic: TransitionMagic | undefined;
  readonly element: Element;
}

/** What an `lrm_rsc_op` says; a number that is missing or unreadable counts as 0. */
export function readHistoryEntry(e: Element): RecordedOperation {
  const magic = get(e, "transition-magic");
  return {
    id: idOf(e),
    key: get(e, "operation_key") ?? idOf(e),
    task: get(e, "operation") ?? "",
    intervalMs: integer(e, "interval") ?? 0,
    callId: integer(e, "call-id") ?? 0,
    rc: integer(e, "rc-code") ?? 0,
    opStatus: integer(e, "op-status") ?? 0,
    node: get(e, "on_node"),
    lastChange: integer(e, "last-rc-change"),
    execMs: integer(e, "exec-time"),
    exitReason: get(e, "exit-reason") === "" ? undefined : get(e, "exit-reason"),
    magic: magic === undefined ? undefined : parseTransitionMagic(magic),
    element: e,
  };
}

/** Whether an entry is about an operation that failed; one that is pending or was cancelled has not. */
export function isFailureEntry(e: Element): boolean {
  const targetRc = keyTargetRc(get(e, "transition-key") ?? "") ?? 0;
  return isFailure({ status: integer(e, "op-status") ?? 0, rc: integer(e, "rc-code") ?? 0, targetRc });
}

export interface Ending {
  /** See {@link ExecStatus}. */
  readonly status: number;
  readonly rc: number;
  readonly targetRc: number;
}

/** Whether an operation that ended so has failed. */
export function isFailure({ status, rc, targetRc }: Ending): boolean {
  if (status === ExecStatus.done) return rc !== targetRc;
  return status !== ExecStatus.pending && status !== ExecStatus.cancelled;
}

/** An operation and its result, as they are to be recorded. */
export interface Recording extends Ending {
  /** The name the operation's key begins with. */
  readonly resource: string;
  readonly task: string;
  readonly intervalMs: number;
  readonly callId: number;
  readonly transitionKey: string;
  /** The node whose executor ran it. */
  readonly node: string;
  /** Recorded with failures only. */
  readonly exitReason: string;
  /** Epoch seconds at which the result was first so. */
  readonly at: number;
  readonly execMs: number;
  /** Which program writes it. */
  readonly origin: string;
  /** What the action was carried out with; undefined for a result that no action asked for. */
  readonly attributes?: ReadonlyMap<string, string> | undefined;
  /** Parameters whose change needs a restart, of an agent that takes the others by a reload. */
  readonly restartParameters?: readonly string[] | undefined;
}

export interface EntryToWrite {
  readonly id: string;
  /** All but the id, in the order in which Pacemaker writes them. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

const MIGRATIONS: ReadonlySet<string> = new Set(["migrate_to", "migrate_from"]);

/** The entries that record a result: one, or two where a one-shot operation failed. */
export function entriesFor(recording: Recording): EntryToWrite[] {
  const { resource, intervalMs } = recording;
  const task = recordedTask(recording.task, recording.status);
  if (task === "notify") {
    const announced = (name: string): string => recording.attributes?.get(`CRM_meta_notify_${name}`) ?? "";
    const id = notifyKey(resource, announced("type"), announced("operation"));
    // A notification is not allowed to fail.
    return [entry(id, task, { ...recording, rc: 0, status: ExecStatus.done, exitReason: "" })];
  }
  const failed = isFailure(recording);
  const whole = failed ? recording : { ...recording, exitReason: "" };
  const last = operationKey(resource, "last", 0);
  return entryIds().map((id) => entry(id, task, whole));

  function entryIds(): string[] {
    // Kept apart: how a migration ended follows from the histories of both nodes together.
    if (MIGRATIONS.has(task)) return [operationKey(resource, task, intervalMs)];
    if (failed) {
      const failure = operationKey(resource, "last_failure", 0);
      // The last operation has to be this one also where it was recorded as pending.
      return intervalMs === 0 ? [failure, last] : [failure];
    }
    return [intervalMs > 0 ? operationKey(resource, task, intervalMs) : last];
  }
}

/**
 * The task an operation is recorded as. A reload that was carried out counts as a start: with this definition the
 * resource runs now. One that could not be counts as a failed monitor.
 */
function recordedTask(task: string, status: number): string {
  if (!isReload(task)) return task;
  return status === ExecStatus.done ? "start" : "monitor";
}

/** Whether a task applies changed parameters to a running resource, by either of its names. */
export function isReload(task: string): boolean {
  return task === "reload" || task === "reload-agent";
}

function entry(id: string, task: string, recording: Recording): EntryToWrite {
  const { intervalMs, rc, status, transitionKey, attributes } = recording;
  const written: [string, string][] = [];
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined) written.push([name, value]);
  };
  add("operation_key", operationKey(recording.resource, task, intervalMs));
  add("operation", task);
  add("crm-debug-origin", recording.origin);
  add("crm_feature_set", FEATURE_SET);
  add("transition-key", transitionKey);
  add("transition-magic", `${status}:${rc};${transitionKey}`);
  add("exit-reason", recording.exitReason);
  add("on_node", recording.node);
  add("call-id", String(recording.callId));
  add("rc-code", String(rc));
  add("op-status", String(status));
  add("interval", String(intervalMs));
  add("last-rc-change", String(recording.at));
  add("exec-time", String(recording.execMs));
  add("queue-time", "0");
  if (attributes === undefined) return { id, attributes: written };
  if (MIGRATIONS.has(task)) {
    add("migrate_source", attributes.get("CRM_meta_migrate_source"));
    add("migrate_target", attributes.get("CRM_meta_migrate_target"));
  }
  add("op-digest", digestAttributes(filterForDigest(attributes, intervalMs)));
  const { restartParameters } = recording;
  if (restartParameters !== undefined && intervalMs === 0 && task !== "stop" && task !== "notify") {
    const kept = restartParameters.flatMap((name): [string, string][] => {
      const value = attributes.get(name);
      return value === undefined ? [] : [[name, value]];
    });
    add("op-force-restart", ` ${restartParameters.join(" ")} `);
    add("op-restart-digest", digestAttributes(new Map(kept)));
  }
  return { id, attributes: written };
}

function integer(e: Element, attribute: string): number | undefined {
  const match = /^\s*(-?\d+)/.exec(get(e, attribute) ?? "");
  return match === null ? undefined : Number(match[1]);
}
