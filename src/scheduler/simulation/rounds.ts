/**
 * The order in which the synapses of a transition are carried out when each is done the moment it is begun: rounds over
 * all of them in the graph's order, doing in each what has become ready, until a round finds nothing to do.
 *
 * What an action that failed is an input of never becomes ready (unless its priority is INFINITY), and after a failure
 * only pseudo-actions and synapses of at least INFINITY's priority are still done.
 * Behaviour: docs/pacemaker/simulator.md#execution.
 */
import { INFINITY } from "../../cib/value/score.ts";
import type { GraphAction } from "../graph/transition.ts";

/** `refused`: it could not even be tried. */
export type ActionOutcome = "done" | "failed" | "refused";

/** `terminated`: something is left that never becomes ready, and not because of a failure. */
export type RoundsResult = "complete" | "terminated";

/** An action to be done, and those it waits for, each named once. */
export interface Executable<A extends Numbered> {
  readonly priority: number;
  readonly action: A;
  readonly inputs: readonly Numbered[];
}

interface Numbered {
  readonly id: number;
}

interface Waiting<A extends Numbered> {
  readonly step: Executable<A>;
  /** So many inputs are not yet done. */
  missing: number;
}

/** What no node has to do. */
export const isPseudoEvent = ({ kind }: GraphAction): boolean => kind === "pseudo_event";

/** Carries out `steps` by calling `perform` once for each action that becomes ready. */
export function runRounds<A extends Numbered>(
  steps: readonly Executable<A>[],
  isPseudo: (action: A) => boolean,
  perform: (action: A) => ActionOutcome,
): RoundsResult {
  let waiting = steps.map((step): Waiting<A> => ({ step, missing: step.inputs.length }));
  const dependents = new Map<number, Waiting<A>[]>();
  for (const w of waiting) {
    for (const { id } of w.step.inputs) {
      const list = dependents.get(id);
      if (list === undefined) dependents.set(id, [w]);
      else list.push(w);
    }
  }
  let abortPriority = 0;
  for (;;) {
    const left: Waiting<A>[] = [];
    for (const w of waiting) {
      const { action, priority } = w.step;
      if (w.missing > 0 || (priority < abortPriority && !isPseudo(action))) {
        left.push(w);
        continue;
      }
      const outcome = perform(action);
      if (outcome !== "done") abortPriority = INFINITY;
      if (outcome === "refused") continue;
      for (const dependent of dependents.get(action.id) ?? []) {
        if (outcome === "done" || dependent.step.priority === INFINITY) dependent.missing--;
      }
    }
    const progress = left.length < waiting.length;
    waiting = left;
    if (!progress) return waiting.length > 0 && abortPriority <= 0 ? "terminated" : "complete";
  }
}
