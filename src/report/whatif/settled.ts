/**
 * A cluster at rest: what it is about to do anyway is carried out on paper first, so that an answer tells what comes of
 * the question and of nothing else.
 */
import type { Element } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../../scheduler/model/cluster-model.ts";
import type { Moment } from "../../scheduler/reading.ts";
import { schedule } from "../../scheduler/schedule.ts";
import { executeTransition } from "../../scheduler/simulation/execute.ts";
import type { Changes } from "../changes/document.ts";
import { readChanges } from "../changes/read.ts";

/** One transition may call for another. */
const MOST_TRANSITIONS = 5;

export interface AtRest {
  readonly cib: Element;
  /** A whole run of the scheduler on it. */
  readonly scheduler: ClusterModel;
  /** What the cluster does first, transition after transition. */
  readonly due: readonly Changes[];
}

export function broughtToRest(cib: Element, moment: Moment): AtRest {
  const due: Changes[] = [];
  let at = cib;
  let run = schedule(at, moment);
  while (due.length < MOST_TRANSITIONS) {
    const { nodes, resources } = readChanges(run.model);
    const possible = { nodes, resources: resources.filter((c) => !c.blocked) };
    if (possible.nodes.length === 0 && possible.resources.length === 0) break;
    // What is due again after it was done is due for ever.
    if (JSON.stringify(possible) === JSON.stringify(due.at(-1))) break;
    due.push(possible);
    at = executeTransition(at, run, { clock: moment.now }, () => undefined).cib;
    run = schedule(at, moment);
  }
  return { cib: at, scheduler: run.model, due };
}
