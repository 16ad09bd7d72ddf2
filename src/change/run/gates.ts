/** The gates between two steps of a run: what has to hold before anything new is begun. */
import type { Cover } from "../../cib/lease.ts";
import { readStatus } from "../../cib/status.ts";
import { get } from "../../cib/xml/tree.ts";
import { operationText } from "../../report/explain/place-text.ts";
import type { FencingRecord } from "../../report/status/fencing.ts";
import { kindOf } from "../../scheduler/graph/header.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import { primitivesOf } from "../../scheduler/model/roles.ts";
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import type { Reading } from "../../scheduler/reading.ts";
import { judge } from "../wait/verdict.ts";
import type { RunLook } from "./kind/kind.ts";

export class Gates {
  /** What was found in the last reading: looks follow each other while nothing changes. */
  #last: { readonly reading: Reading; readonly asked: string; readonly closed: readonly string[] } | undefined;

  /**
   * Why nothing new may be begun, each in a few words.
   * @param whole the resources that have to be
   */
  closed(look: RunLook, whole: readonly string[], fencings: readonly FencingRecord[]): readonly string[] {
    const { doubt, settled } = look.snapshot;
    if (doubt !== undefined) return [doubt.message];
    const under = fencings.filter(({ outcome }) => outcome === "pending");
    if (under.length > 0) return under.map(({ target }) => `${target} is being fenced`);
    const asked = whole.join(" ");
    if (this.#last?.reading !== look.reading || this.#last.asked !== asked)
      this.#last = { reading: look.reading, asked, closed: closedBy(look.reading, whole) };
    const { closed } = this.#last;
    return closed.length === 0 && settled === false ? [AT_WORK] : closed;
  }
}

const AT_WORK = "the cluster is still at work";

function closedBy(reading: Reading, whole: readonly string[]): readonly string[] {
  if (get(reading.cib, "have-quorum") === "0") return ["the cluster has no quorum"];
  const nodes = reading.model.nodes.filter((n) => n.kind !== "guest");
  const doubtful = [
    ...nodes.filter((n) => n.unclean).map((n) => `${n.name} is unclean`),
    ...nodes.filter((n) => n.pending).map((n) => `${n.name} is joining`),
  ];
  if (doubtful.length > 0) return doubtful;
  const ill = notWhole(reading, whole);
  if (ill.length > 0) return ill;
  return hasNothingToDo(reading) ? [] : [AT_WORK];
}

/** What is not as it should be of these resources. */
export function notWhole(reading: Reading, resources: readonly string[]): string[] {
  if (resources.length === 0) return [];
  const { state, findings } = judge(reading, { resources });
  return state === "reached" ? [] : findings.map(({ text }) => text);
}

/** Our own scheduler finds nothing to do. */
function hasNothingToDo({ planned }: Reading): boolean {
  return (
    !(planned instanceof UndecidableError) && planned.steps.every(({ action }) => kindOf(action) === "pseudo_event")
  );
}

const FAIL_COUNT = /^fail-count-(.+?)(?:#.*)?$/;

/** The ids under which failures of these resources are recorded. */
function idsOf({ model }: Reading, { everything, resources }: Cover): ReadonlySet<string | undefined> {
  return new Set(
    (everything ? model.resources.map(({ id }) => id) : resources).flatMap((id) => {
      const rsc = findResource(model, id);
      return rsc === undefined ? [id] : primitivesOf(rsc).flatMap((p) => [p.id, p.historyId]);
    }),
  );
}

/** The last operation of these resources that failed, as a sentence. */
export function lastFailureOn(reading: Reading, cover: Cover): string | undefined {
  const ids = idsOf(reading, cover);
  const failed = reading.model.failedOperations.flatMap(({ rsc, op, node }) =>
    rsc !== undefined && ids.has(rsc.id) ? [{ rsc, op, node, at: Number(get(op, "last-rc-change") ?? 0) }] : [],
  );
  const last = failed.sort((a, b) => a.at - b.at).at(-1);
  return last === undefined ? undefined : operationText(last.op, last.rsc.id, last.node);
}

/** Failures on record of the resources covered, on every node. */
export function failuresOn(reading: Reading, cover: Cover): number {
  const ids = idsOf(reading, cover);
  let sum = 0;
  for (const { attributes } of readStatus(reading.cib).nodes)
    for (const [name, value] of attributes) {
      const of = FAIL_COUNT.exec(name)?.[1];
      if (of !== undefined && (ids.has(of) || ids.has(of.replace(/:\d+$/, ""))))
        sum += value === "INFINITY" ? 1_000_000 : Number(value) || 0;
    }
  return sum;
}
