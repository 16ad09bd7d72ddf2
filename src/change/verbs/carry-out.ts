/**
 * Carries a verb out: reads the cluster, edits, plans, commits by compare-and-swap and, when asked to, waits. After a
 * conflict all of that is done again from the new configuration, so that what is reported is what was committed.
 */

import type { Version } from "../../cib/patch/version.ts";
import { brought } from "../../cib/validate.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import type { Done, DoneTo } from "../../report/done/document.ts";
import type { Plan } from "../../report/plan/document.ts";
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { commitEdit, untilTaken } from "../edit.ts";
import { withSecondOpinion } from "../plan/crm-simulate-check.ts";
import { withFindings } from "../plan/findings-brought.ts";
import { type PlannedChange, planChange } from "../plan/plan.ts";
import { type WaitOptions, waitAnswer } from "../wait/wait.ts";
import type { Verb, VerbStep } from "./verb.ts";

export interface CarryOutOptions {
  readonly who: string;
  /** A person's reason, kept in the cluster; undefined: the command says it all. */
  readonly why?: string | undefined;
  /** The token of the lease it is done under. */
  readonly lease?: string | undefined;
  /** Plan only. */
  readonly dryRun: boolean;
  /** Undefined: do not wait. */
  readonly wait?: WaitOptions | undefined;
  /** Rejects if the plan is not to be carried out. Called before each commit. */
  readonly confirm?: (plan: Plan) => Promise<void>;
  /** Called before a wait begins. */
  readonly tell?: (done: Done) => void;
}

/** Rejects with `missing` or `invalid` as the verb's edits do, `conflict` when every attempt conflicts with other changes. */
export async function carryOut(cluster: Cluster, verb: Verb, options: CarryOutOptions): Promise<Done> {
  const { who, why, dryRun, wait } = options;
  const author = { who, why: why ?? said(verb), lease: options.lease };
  const done = await untilTaken(async (): Promise<Done> => {
    const snapshot = await cluster.read();
    const { desired, objects } = edited(verb.steps, snapshot);
    refuseBroken(snapshot.cib, desired);
    const planned = planOf(snapshot, desired);
    const checked = dryRun && planned !== undefined ? await withSecondOpinion(cluster, snapshot, planned) : planned;
    if (checked !== undefined) verb.guard?.(checked.plan, snapshot);
    if (!dryRun && checked !== undefined) await options.confirm?.(checked.plan);
    const cib = dryRun ? undefined : await commitEdit(cluster, author, snapshot, desired);
    return doneOf(verb, { dryRun, objects, planned: checked, cib });
  });
  if (dryRun || wait === undefined) return done;
  options.tell?.(done);
  const version = done.cib === undefined ? {} : { version: done.cib };
  return { ...done, wait: await waitAnswer(cluster, { ...verb.wanted, ...version }, wait) };
}

/** The command as history shows it. */
function said({ name, steps }: Verb): string {
  return [name, ...new Set(steps.map(({ object }) => object))].join(" ");
}

function edited(
  steps: readonly VerbStep[],
  snapshot: Snapshot,
): { readonly desired: Element; readonly objects: DoneTo[] } {
  let desired = snapshot.cib;
  const objects = steps.map(({ object, edit, done, already }): DoneTo => {
    const before = desired;
    desired = edit(before, snapshot);
    const changed = desired !== before;
    return { object, changed, text: `${object} ${changed ? done : already}` };
  });
  return { desired, objects };
}

/** Refused here, before any node is asked: what Pacemaker's schema refuses, and values that are none for their option. */
function refuseBroken(before: Element, after: Element): void {
  if (before === after) return;
  const problems = brought(before, after);
  const [first] = problems;
  if (first === undefined) return;
  const hint = first.hint === undefined ? {} : { hint: first.hint };
  throw new HoldfastError("invalid", `${first.message}; nothing was changed`, { problems, ...hint });
}

/** Undefined for a cluster that cannot be planned for as it is: a verb may be what repairs it. */
function planOf(snapshot: Snapshot, desired: Element): PlannedChange | undefined {
  try {
    return withFindings({ before: snapshot.cib, after: desired }, planChange(snapshot, desired));
  } catch (error) {
    if (error instanceof UndecidableError && readingOf(snapshot).planned instanceof UndecidableError) return undefined;
    throw error;
  }
}

interface Outcome {
  readonly dryRun: boolean;
  readonly objects: readonly DoneTo[];
  readonly planned: PlannedChange | undefined;
  readonly cib: Version | undefined;
}

function doneOf({ name }: Verb, { dryRun, objects, planned, cib }: Outcome): Done {
  return {
    document: "done",
    version: 1,
    verb: name,
    dryRun,
    changed: objects.some(({ changed }) => changed),
    objects: [...objects],
    ...(cib === undefined ? {} : { cib }),
    ...(planned === undefined ? {} : { plan: planned.plan }),
  };
}
