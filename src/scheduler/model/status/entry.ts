/**
 * One entry of the operation history (`lrm_rsc_op`), read into numbers, and what can be said of it without knowing the
 * rest: is it a probe, is its failure one that only means "cannot run here". Behaviour: facts §12.
 */
import { keyTargetRc } from "../../../cib/operation.ts";
import { type Element, get } from "../../../cib/tree.ts";
import type { Node } from "../node.ts";
import { type Primitive, type Resource, topOf } from "../resource.ts";
import type { Scheduler } from "../scheduler.ts";
import { leadingInteger } from "./integer.ts";

/** What the executor says of an operation (`op-status`). */
export const Status = {
  pending: -1,
  done: 0,
  cancelled: 1,
  timeout: 2,
  notSupported: 3,
  error: 4,
  errorHard: 5,
  errorFatal: 6,
  notInstalled: 7,
  notConnected: 8,
  invalid: 9,
  noFenceDevice: 10,
  noSecrets: 11,
} as const;

/** What the agent returned (`rc-code`). */
export const Rc = {
  ok: 0,
  invalidParameter: 2,
  unimplemented: 3,
  insufficientPrivileges: 4,
  notInstalled: 5,
  notConfigured: 6,
  notRunning: 7,
  promoted: 8,
  failedPromoted: 9,
  degraded: 190,
  degradedPromoted: 191,
  unknown: 193,
} as const;

/** Status and rc are mutable: the raw result is reinterpreted in the light of what was expected (remap.ts). */
export interface HistoryEntry {
  readonly rsc: Primitive;
  readonly node: Node;
  readonly xml: Element;
  readonly id: string;
  readonly task: string;
  readonly intervalMs: number;
  /** The operation's key, which several entries may share (an operation and its last failure). */
  readonly key: string;
  /** −1 when the entry does not say. */
  readonly expectedRc: number;
  status: number;
  rc: number;
}

const TASKS_THAT_MATTER = new Set([
  "monitor",
  "start",
  "stop",
  "promote",
  "demote",
  "migrate_to",
  "migrate_from",
  "asyncmon",
]);

/** Undefined for an entry that says nothing about the resource's state, or is not usable. */
export function readEntry(s: Scheduler, rsc: Primitive, node: Node, xml: Element): HistoryEntry | undefined {
  const id = get(xml, "id");
  const task = get(xml, "operation");
  if (id === undefined || task === undefined || !matters(s, task)) return undefined;
  const status = leadingInteger(get(xml, "op-status"));
  if (status === undefined || status < Status.pending || status > Status.noSecrets || status === Status.cancelled)
    return undefined;
  const rc = leadingInteger(get(xml, "rc-code"));
  if (rc === undefined || rc < 0 || rc > 255) return undefined;
  return {
    rsc,
    node,
    xml,
    id,
    task,
    intervalMs: entryInterval(xml),
    key: entryKey(xml),
    expectedRc: expectedRc(xml),
    status,
    rc,
  };
}

function matters(s: Scheduler, task: string): boolean {
  if (s.dialect.anyTaskShowsActive) return task !== "notify" && task !== "meta-data";
  return TASKS_THAT_MATTER.has(task);
}

export function entryInterval(xml: Element): number {
  return Math.max(0, leadingInteger(get(xml, "interval")) ?? 0);
}

export function entryKey(xml: Element): string {
  return get(xml, "operation_key") ?? get(xml, "id") ?? "";
}

export function expectedRc(xml: Element): number {
  const key = get(xml, "transition-key");
  return (key === undefined ? undefined : keyTargetRc(key)) ?? -1;
}

export function isProbe(xml: Element): boolean {
  return get(xml, "operation") === "monitor" && entryInterval(xml) === 0;
}

/** A probe that failed because the agent or its software is missing: as good as "not running", as long as it is not started there. */
export function isMaskableProbe(xml: Element): boolean {
  if (!isProbe(xml)) return false;
  const rc = leadingInteger(get(xml, "rc-code"));
  return (
    rc === Rc.notInstalled ||
    rc === Rc.invalidParameter ||
    leadingInteger(get(xml, "op-status")) === Status.notInstalled
  );
}

/** Epoch seconds. */
export function lastChange(xml: Element): number | undefined {
  return leadingInteger(get(xml, "last-rc-change"));
}

/** The last failure of a resource is kept apart, under an id of its own. */
export function isLastFailure(entry: HistoryEntry): boolean {
  return entry.id.endsWith("_last_failure_0");
}

/** Whether the resource is part of a bundle: a container, an address, a connection, or what runs inside. */
export function isBundled(rsc: Resource): boolean {
  const top = topOf(rsc);
  return top !== rsc && top.kind === "bundle";
}
