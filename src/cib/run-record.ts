/**
 * The journal of a run, in the configuration itself: what is done in steps is written down in the same commit as each step,
 * so that any process that finds it unfinished can continue, from any machine. It is an ACL role without permissions, as the record of a
 * change is and for the same reason (change-record.ts): a change of properties would cost a second each time.
 *
 *     <acl_role id="holdfast-run-7f3a9c" description='{"kind":"restart","state":"running",…}'/>
 *
 * All that a run adds besides has an id that begins with the run's, and so is found and removed by anyone.
 */

import { withOtherRecord } from "./change-record.ts";
import { withConfigurationSection } from "./sections.ts";
import { rewriteRoot } from "./xml/rewrite.ts";
import { descend, type Element, element, elements, get, idOf, withChildren } from "./xml/tree.ts";

type RunState = "planned" | "running" | "paused" | "done" | "failed" | "undone";

/** A value as JSON has it: what a kind of run remembers. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export interface RunRecord {
  readonly id: string;
  /** Such as `restart`. */
  readonly kind: string;
  readonly state: RunState;
  /** `user@host` of who began it. */
  readonly who: string;
  readonly why: string;
  /** What it does, one line. */
  readonly title: string;
  /** By the cluster's own time, epoch seconds. */
  readonly since: number;
  readonly ended?: number;
  /** What it touches, as a lease says it. */
  readonly covers: string;
  /** Resources that were whole when it began, and have to be between two steps. */
  readonly whole: readonly string[];
  /** What the kind remembers. */
  readonly memory: Json;
  /** The items that are done, in their order. */
  readonly did: readonly string[];
  /** How many items there are. */
  readonly of: number;
  /** The last step: written with it, so that it may be about to happen. */
  readonly step?: {
    readonly n: number;
    readonly item: string;
    readonly text: string;
    /** Failures on record when it began. */
    readonly failures: number;
    /** An act outside the configuration that has not been reported done. */
    readonly open?: boolean;
  };
  /** Why it is paused, failed or undone. */
  readonly reason?: string;
  /** Carried by the cluster's engine, with these limits in milliseconds. */
  readonly detached?: { readonly minHealthy: number; readonly step: number; readonly progress: number };
}

const PREFIX = "holdfast-run-";
/** Characters of a record: every status query ships it, and the CIB is kept a hundred times on each node's disk. */
const LARGEST = 4000;
/** Characters of a text in it that people write, or that grows with what is met. */
const LONGEST = 400;
/** Characters for what a run writes in addition as it proceeds, but for its items: a step, a reason. */
const GROWTH = 1000;
/** Ended runs that are kept. */
const HISTORY = 5;

/** Whether an element of this id is a run's journal. */
export const isRunId = (id: string): boolean => /^holdfast-run-[0-9a-z]+$/.test(id);

/** What the ids of all that a run adds begin with. */
export const traceOf = (run: string): string => `${PREFIX}${run}-`;

/** The run that added an element of this id; undefined for what none has. */
export const runOfTrace = (id: string): string | undefined => /^holdfast-run-([0-9a-z]+)-/.exec(id)?.[1];

/** Whether a run has ended for good. */
export const hasEnded = ({ state }: Pick<RunRecord, "state">): boolean =>
  state === "done" || state === "failed" || state === "undone";

/** Oldest first. A record that cannot be read is none. */
export function runsIn(cib: Element): RunRecord[] {
  const acls = descend(cib, "configuration", "acls");
  return acls === undefined ? [] : elements(acls, "acl_role").flatMap((e) => (isRunId(idOf(e)) ? runOf(e) : []));
}

/** The run of that id; undefined where the CIB has no readable record of it. */
export function runCalled(cib: Element, id: string): RunRecord | undefined {
  return runsIn(cib).find((run) => run.id === id);
}

function runOf(e: Element): RunRecord[] {
  try {
    const read = JSON.parse(get(e, "description") ?? "") as Omit<RunRecord, "id">;
    if (typeof read.kind !== "string" || !Array.isArray(read.did)) return [];
    return [{ ...read, id: idOf(e).slice(PREFIX.length) }];
  } catch {
    return [];
  }
}

/** With a run's record as it is now; of those that ended the last ones stay, without what they remembered. */
export function withRun(cib: Element, run: RunRecord): Element {
  const id = `${PREFIX}${run.id}`;
  const role = element("acl_role", { id, description: written(run) });
  return withConfigurationSection(cib, "acls", (acls) => {
    const others = acls.children.filter((c) => c.kind !== "element" || idOf(c) !== id);
    const ended = others.filter((c) => c.kind === "element" && isRunId(idOf(c)) && runOf(c).some(hasEnded));
    const most = hasEnded(run) ? HISTORY - 1 : HISTORY;
    const dropped = new Set(ended.slice(0, Math.max(0, ended.length - most)));
    const kept = others.filter((c) => !dropped.has(c));
    return withOtherRecord(withChildren(acls, kept), role);
  });
}

function written(run: RunRecord): string {
  const { id: _, step, ...rest } = run;
  const kept = hasEnded(run)
    ? { ...rest, memory: null, whole: [], covers: "" }
    : { ...rest, ...(step === undefined ? {} : { step: { ...step, text: clipped(step.text) } }) };
  const { reason } = run;
  const texts = { why: clipped(run.why), ...(reason === undefined ? {} : { reason: clipped(reason) }) };
  const text = JSON.stringify({ ...kept, ...texts });
  if (text.length > LARGEST)
    throw new Error(`the journal of run ${run.id} has ${text.length} characters, and ${LARGEST} are allowed`);
  return text;
}

const clipped = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** Whether the journal of a run that is about to begin has room for all that it will come to. */
export function hasRoomFor(run: RunRecord, items: readonly string[]): boolean {
  return JSON.stringify({ ...run, why: clipped(run.why), did: items }).length + GROWTH <= LARGEST;
}

/** Without anything that a run has added; its record stays. */
export function withoutTraces(cib: Element, run: string): Element {
  const prefix = traceOf(run);
  return rewriteRoot(cib, (e) => (idOf(e).startsWith(prefix) ? [] : e));
}
