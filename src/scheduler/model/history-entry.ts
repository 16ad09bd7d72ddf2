/**
 * One entry of the operation history (`lrm_rsc_op`), read into numbers, and the questions that the entry alone
 * answers: is it a probe, does its failure only mean "cannot run here".
 * Behaviour: docs/pacemaker/history.md#entries-that-count.
 */
import { keyTargetRc } from "../../cib/operation.ts";
import { ExecStatus, Rc } from "../../cib/result-code.ts";
import { type Element, get } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { leadingInteger } from "./integer.ts";
import type { ReadonlyResource } from "./read-only.ts";
import { topOf } from "./resource.ts";
import type { Node, Primitive } from "./types.ts";

/** An entry read, which follows from its element alone. */
export interface EntryReading {
  readonly xml: Element;
  readonly id: string | undefined;
  readonly task: string | undefined;
  readonly intervalMs: number;
  /** The operation's key, which several entries may share (an operation and its last failure). */
  readonly key: string;
  /** −1 when the entry does not say. */
  readonly expectedRc: number;
  /** Undefined where the entry does not say in numbers that exist. */
  readonly status: number | undefined;
  readonly rc: number | undefined;
}

/** Status and rc are mutable: the raw result is reinterpreted in the light of what was expected (status/result-meaning.ts). */
export interface HistoryEntry {
  readonly rsc: Primitive;
  readonly node: Node;
  readonly xml: Element;
  readonly id: string;
  readonly task: string;
  readonly intervalMs: number;
  readonly key: string;
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

/** Reads an `lrm_rsc_op`. A status or result that is missing, unreadable or out of range becomes undefined. */
export function readEntry(xml: Element): EntryReading {
  const status = leadingInteger(get(xml, "op-status"));
  const rc = leadingInteger(get(xml, "rc-code"));
  return {
    xml,
    id: get(xml, "id"),
    task: get(xml, "operation"),
    intervalMs: entryInterval(xml),
    key: entryKey(xml),
    expectedRc: expectedRc(xml),
    status: status === undefined || status < ExecStatus.pending || status > ExecStatus.noSecrets ? undefined : status,
    rc: rc === undefined || rc < 0 || rc > 255 ? undefined : rc,
  };
}

/** Undefined for an entry that says nothing about the resource's state, or is not usable. */
export function historyEntry(
  s: ClusterModel,
  rsc: Primitive,
  node: Node,
  { xml, id, task, intervalMs, key, expectedRc, status, rc }: EntryReading,
): HistoryEntry | undefined {
  if (id === undefined || task === undefined || !matters(s, task)) return undefined;
  if (status === undefined || rc === undefined) return undefined;
  if (status === ExecStatus.cancelled && !s.dialect.cancelledExpires) return undefined;
  return { rsc, node, xml, id, task, intervalMs, key, expectedRc, status, rc };
}

function matters(s: ClusterModel, task: string): boolean {
  if (s.dialect.anyTaskShowsActive) return task !== "notify" && task !== "meta-data";
  return TASKS_THAT_MATTER.has(task);
}

/** The interval in milliseconds; 0 when it is missing, unreadable or negative. */
export function entryInterval(xml: Element): number {
  return Math.max(0, leadingInteger(get(xml, "interval")) ?? 0);
}

/** The entry's operation key, else its id, else an empty text. */
export function entryKey(xml: Element): string {
  return get(xml, "operation_key") ?? get(xml, "id") ?? "";
}

/** The result that the entry's transition key expected; −1 when the entry has no readable key. */
export function expectedRc(xml: Element): number {
  const key = get(xml, "transition-key");
  return (key === undefined ? undefined : keyTargetRc(key)) ?? -1;
}

/** Whether the entry is a one-shot monitor. */
export function isProbe(xml: Element): boolean {
  return get(xml, "operation") === "monitor" && entryInterval(xml) === 0;
}

/** A probe that failed because the agent or its software is missing: it counts as "not running" while nothing starts it there. */
export function isMaskableProbe(xml: Element): boolean {
  if (!isProbe(xml)) return false;
  const rc = leadingInteger(get(xml, "rc-code"));
  return (
    rc === Rc.notInstalled ||
    rc === Rc.invalidParameter ||
    leadingInteger(get(xml, "op-status")) === ExecStatus.notInstalled
  );
}

/** Whether the entry counts as "not running" for being such a probe; those of bundles are failures. */
export function isMaskedProbe(s: ClusterModel, rsc: ReadonlyResource, xml: Element): boolean {
  return s.dialect.masksProbeFailures && !isBundled(rsc) && isMaskableProbe(xml);
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
export function isBundled(rsc: ReadonlyResource): boolean {
  const top = topOf(rsc);
  return top !== rsc && top.kind === "bundle";
}
