/**
 * What was foretold of a change, held against what the cluster did. Four facts of Pacemaker end a transition on its
 * way, and what is not done by then is scheduled anew from where the cluster has come to (src/report/plan/interruptions.ts).
 * A plan names them beforehand. Only where one came, and had been named, may other operations have followed than the
 * plan lists; and those have to be what our scheduler makes of the very input that the DC scheduled.
 */
import { get } from "../../../src/cib/xml/tree.ts";
import type { Interruption } from "../../../src/report/plan/document.ts";
import { GUEST_PROBE, plannedOperations } from "../../../src/report/plan/operations.ts";
import { dialectOfCluster } from "../../../src/scheduler/model/dialect.ts";
import { schedule } from "../../../src/scheduler/schedule.ts";
import type { Change } from "./predict.ts";
import { inputOf, keepInput, operationWords, type RecordedTransition } from "./record.ts";

export interface Judgement {
  /** Every operation listed was done, and no other. */
  readonly exact: boolean;
  /** What the plan lists and nobody did, and what was done besides. */
  readonly missing: readonly string[];
  readonly besides: readonly string[];
  /** What neither the plan nor a fact that it named explains. Empty when the forecast holds. */
  readonly wrong: readonly string[];
}

/** The log's words for what a plan calls an interruption. Other reasons are the cluster's own work, or a mishap. */
const CAUSES: readonly (readonly [RegExp, Interruption["kind"]])[] = [
  [/Pacemaker Remote node integrated|deletion of lrm\[/, "node"],
  [/fail-count-|last-failure-|_last_failure_/, "failures"],
  [/Transient attribute change/, "promotion-score"],
  [/deletion of lrm_resource\[/, "history"],
];

export function judge(dc: string, { plan, transitions }: Change): Judgement {
  const wrong: string[] = [];
  const foretold = operationWords(plan.operations);
  // What a plan lists beyond the first transition: a guest's probes, which come once it is up.
  const later = operationWords(plan.operations.filter(({ reason }) => reason === GUEST_PROBE));
  const done = transitions.flatMap(({ begun }) => begun);
  const [missing, besides] = [without(foretold, done), without(done, foretold)];
  const [first] = transitions;
  if (first === undefined) return { exact: false, missing, besides, wrong: ["the cluster scheduled nothing"] };

  for (const transition of transitions) {
    const before = wrong.length;
    const input = inputOf(dc, transition);
    const ours = schedule(input, {
      now: Number(get(input, "execution-date")),
      dialect: dialectOfCluster(input),
    }).transition;
    const listed = operationWords(plannedOperations(ours, () => []));
    const complain = (what: string, words: readonly string[]): void => {
      if (words.length > 0) wrong.push(`${transition.input}: ${what}: ${words.join(", ")}`);
    };
    if (transition === first) {
      complain("the plan lacks", without(listed, foretold));
      complain("the plan has besides", without(without(foretold, later), listed));
    }
    // Computed, and overtaken by the next before anything of it was begun.
    if (transition.actions === undefined) continue;
    complain("begun, and not in our transition", without(transition.begun, listed));
    if (transition.left === 0) complain("in our transition, and not begun", without(listed, transition.begun));
    if (ours.synapses.length !== transition.actions)
      wrong.push(
        `${transition.input}: ${ours.synapses.length} actions in our transition, ${transition.actions} in the DC's`,
      );
    wrong.push(...unexplained(transition, plan.interruptions));
    if (wrong.length > before) wrong.push(`its input is kept as ${keepInput(dc, transition)}`);
  }
  const exact = missing.length === 0 && besides.length === 0;
  const interrupted = transitions.some(({ left }) => left > 0);
  if (!exact && !interrupted) wrong.push(`not done: ${missing.join(", ")}; done besides: ${besides.join(", ")}`);
  return { exact, missing, besides, wrong };
}

/** Reasons for an early end that the plan did not name. */
function unexplained({ input, left, aborted }: RecordedTransition, named: readonly Interruption[]): string[] {
  if (left === 0) return [];
  if (aborted.length === 0) return [`${input}: ended early, and nobody said why`];
  return aborted.flatMap((why) => {
    const kind = CAUSES.find(([words]) => words.test(why))?.[1];
    return kind !== undefined && named.some((i) => i.kind === kind) ? [] : [`${input}: ended early ${why}`];
  });
}

/** What is in `a` and not in `b`, each as often as it is more. */
function without(a: readonly string[], b: readonly string[]): string[] {
  const left = [...b];
  return a.filter((word) => {
    const at = left.indexOf(word);
    if (at < 0) return true;
    left.splice(at, 1);
    return false;
  });
}
