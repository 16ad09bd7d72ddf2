/**
 * What of a cluster is lacking because of what people have switched. Not read from lists of nodes that happen to be
 * out: the scheduler is asked again, without the switch, and what would then run was held back by it.
 */
import { rewriteRoot } from "../../cib/xml/rewrite.ts";
import { get } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import { type Reading, readingOf } from "../../scheduler/reading.ts";
import { futureOf } from "./future.ts";
import { readSwitched, type Switched, without } from "./read.ts";

export interface Given {
  /** All that is switched, with the resources that lack something because of it. */
  readonly switched: readonly { readonly is: Switched; readonly lacking: readonly string[] }[];
  /** Resources that would be as configured if nothing was switched. */
  readonly explained: ReadonlySet<string>;
}

/** More than this many are undone together only, since each asks the scheduler once. */
const MOST_ASKED = 20;

/** @param lacking ids of resources that are not as they are configured */
export function givenSwitches(reading: Reading, lacking: readonly string[]): Given {
  const all = readSwitched(reading.cib, reading.moment.now);
  const before = decided(reading);
  if (all.length === 0 || lacking.length === 0 || before === undefined)
    return { switched: all.map((is) => ({ is, lacking: [] })), explained: new Set() };
  const undone = (some: readonly Switched[]): ReadonlyModel | undefined =>
    decided(readingOf({ cib: without(reading.cib, some), at: reading.moment.now * 1000 }));
  const free = undone(all);
  const explained = lacking.filter((id) => free !== undefined && isWhole(free, id));
  const better = (after: ReadonlyModel | undefined, id: string): boolean =>
    after !== undefined && gains(before, after, id);
  const singly = all.length <= MOST_ASKED ? all.map((one) => undone([one])) : all.map(() => undefined);
  const switched = all.map((is, i) => ({ is, lacking: lacking.filter((id) => better(singly[i], id)) }));
  // Two that hold back one thing between them are each named only where none does it alone.
  const named = new Set(switched.flatMap((s) => s.lacking));
  const together = lacking.filter((id) => !named.has(id) && better(free, id));
  return {
    switched: switched.map((s) => (s.is.kind === "move" ? s : { ...s, lacking: [...s.lacking, ...together] })),
    explained: new Set(explained),
  };
}

const FAILURE = /^(fail-count|last-failure)-/;

/** The resource would have more if its failures were forgotten, with all that is switched as it is. */
export function isHeldByFailure(reading: Reading, id: string): boolean {
  const forgotten = rewriteRoot(reading.cib, (e) => (FAILURE.test(get(e, "name") ?? "") ? [] : e));
  const before = decided(reading);
  const after = decided(readingOf({ cib: forgotten, at: reading.moment.now * 1000 }));
  return before !== undefined && after !== undefined && gains(before, after, id);
}

function decided({ planned }: Reading): ReadonlyModel | undefined {
  return planned instanceof UndecidableError ? undefined : planned.model;
}

function isWhole(after: ReadonlyModel, id: string): boolean {
  const rsc = findResource(after, id);
  return rsc !== undefined && futureOf(rsc).whole;
}

function gains(before: ReadonlyModel, after: ReadonlyModel, id: string): boolean {
  const [was, is] = [findResource(before, id), findResource(after, id)];
  if (is === undefined) return false;
  const [old, now] = [was === undefined ? { run: 0, promoted: 0 } : futureOf(was), futureOf(is)];
  return now.run > old.run || now.promoted > old.promoted;
}
