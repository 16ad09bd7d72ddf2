/**
 * A settled cluster: this simulates the actions that are already due, so that an answer shows only the effects of the
 * question.
 */
import type { Element } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { Moment } from "../../scheduler/reading.ts";
import { schedule } from "../../scheduler/schedule.ts";
import { executeTransition } from "../../scheduler/simulation/execute.ts";
import type { Changes } from "../changes/document.ts";
import { changesOf } from "../changes/trace.ts";

/** The most transitions to simulate, since one transition may require another. */
const MOST_TRANSITIONS = 5;

export interface AtRest {
  readonly cib: Element;
  /** After a complete run of the scheduler. */
  readonly scheduler: ReadonlyModel;
  /** The actions that were already due, by transition. */
  readonly due: readonly Changes[];
}

export function broughtToRest(cib: Element, moment: Moment): AtRest {
  const due: Changes[] = [];
  let at = cib;
  let run = schedule(at, moment);
  while (due.length < MOST_TRANSITIONS) {
    const { nodes, resources } = changesOf(run.model);
    const possible = { nodes, resources: resources.filter((c) => !c.blocked) };
    if (possible.nodes.length === 0 && possible.resources.length === 0) break;
    // Actions that are due again after a transition would be due again and again.
    if (JSON.stringify(possible) === JSON.stringify(due.at(-1))) break;
    due.push(possible);
    at = executeTransition(at, run, { clock: moment.now }, () => undefined).cib;
    run = schedule(at, moment);
  }
  return { cib: at, scheduler: run.model, due };
}
