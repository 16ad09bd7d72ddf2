/** What is asked of the pure half, in the page as in Node: the same function, bundled for the one and imported by the other. */
import { parseXml } from "../../src/cib/xml/parse.ts";
import { simulate } from "../../src/report/simulation/read.ts";
import { simulationText } from "../../src/report/simulation/text.ts";
import { printTransition } from "../../src/scheduler/graph/xml.ts";

export interface Answers {
  /** The transition graph's XML. */
  readonly graph: string;
  /** Status, scores, transition summary, and what carrying it out on paper leaves: what `holdfast simulate -S -s` prints. */
  readonly text: string;
}

/** @param now epoch seconds */
export function answers(cib: string, now: number): Answers {
  const parsed = parseXml(cib);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const simulation = simulate(parsed.root, { now, clock: now, execute: true, showScores: true });
  if (simulation.schedule === undefined) throw new Error("nothing was scheduled");
  return { graph: printTransition(simulation.schedule.transition), text: simulationText(simulation.sections) };
}
