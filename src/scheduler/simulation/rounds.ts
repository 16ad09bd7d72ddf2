/**
 * The order in which the synapses of a transition are carried out when each is done the moment it is begun: rounds over
 * all of them in the graph's order, doing in each what has become ready, until a round finds nothing to do.
 *
 * What an action that failed is an input of never becomes ready (unless its priority is INFINITY), and after a failure
 * only pseudo-actions and synapses of at least INFINITY's priority are still done.
 */
import { INFINITY } from "../../cib/score.ts";
import type { GraphAction, Synapse, Transition } from "../graph/transition.ts";

/** `refused`: it could not even be tried. */
export type Outcome = "done" | "failed" | "refused";

/** `terminated`: something is left that never becomes ready, and not because of a failure. */
export type RoundsResult = "complete" | "terminated";

interface Waiting {
  readonly synapse: Synapse;
  /** Inputs not yet done. */
  readonly missing: Set<number>;
}

export function runRounds(transition: Transition, perform: (action: GraphAction) => Outcome): RoundsResult {
  let waiting: Waiting[] = transition.synapses.map((synapse) => ({
    synapse,
    missing: new Set(synapse.inputs.map((input) => input.id)),
  }));
  const dependents = new Map<number, Waiting[]>();
  for (const w of waiting) {
    for (const id of w.missing) {
      const list = dependents.get(id);
      if (list === undefined) dependents.set(id, [w]);
      else list.push(w);
    }
  }
  let abortPriority = 0;
  for (;;) {
    const left: Waiting[] = [];
    for (const w of waiting) {
      const { action, priority } = w.synapse;
      if (w.missing.size > 0 || (action.kind !== "pseudo_event" && priority < abortPriority)) {
        left.push(w);
        continue;
      }
      const outcome = perform(action);
      if (outcome !== "done") abortPriority = INFINITY;
      if (outcome === "refused") continue;
      for (const dependent of dependents.get(action.id) ?? []) {
        if (outcome === "done" || dependent.synapse.priority === INFINITY) dependent.missing.delete(action.id);
      }
    }
    const progress = left.length < waiting.length;
    waiting = left;
    if (!progress) return waiting.length > 0 && abortPriority <= 0 ? "terminated" : "complete";
  }
}
