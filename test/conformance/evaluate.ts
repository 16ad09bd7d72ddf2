/** Runs one case through the scheduler and holds each level's output against the suite's file. */
import { parseMoment } from "../../src/cib/value/date.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { type Element, get } from "../../src/cib/xml/tree.ts";
import { simulate } from "../../src/report/simulation/read.ts";
import { simulationText } from "../../src/report/simulation/text.ts";
import { inputWarnings } from "../../src/report/simulation/warnings.ts";
import { printDot } from "../../src/scheduler/graph/dot.ts";
import { printTransition } from "../../src/scheduler/graph/xml.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { type Case, caseFile } from "./cases.ts";
import { compareGraph, compareSorted, compareText, type Difference } from "./compare.ts";

export const LEVELS = ["graph", "text", "dot", "scores", "summary"] as const;
export type Level = (typeof LEVELS)[number];

export type Verdicts = Record<Level, Difference>;

export function evaluate(c: Case): Verdicts {
  const text = caseFile(c.name, "xml");
  if (text === undefined) throw new Error(`${c.name}: no input`);
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(`${c.name}: ${parsed.problem.message}`);
  const given = c.moment === undefined ? undefined : parseMoment(c.moment);
  const dated = get(parsed.root, "execution-date");
  const now = given ?? (dated === undefined ? Math.floor(Date.now() / 1000) : Number(dated));
  const result = schedule(parsed.root, { now, sanitized: true, takeNotes: true });
  const graph = printTransition(result.transition);
  const exp = caseFile(c.name, "exp") ?? "";
  return {
    graph: compareGraph(exp, graph),
    text: compareText(exp, graph),
    dot: compareSorted(caseFile(c.name, "dot") ?? "", printDot(result.model), true),
    scores: compareSorted(caseFile(c.name, "scores") ?? "", (result.model.notes?.scoreLines ?? []).join("\n"), false),
    summary: compareText(caseFile(c.name, "summary") ?? "", summary(parsed.root, c, now)),
  };
}

/** Upstream's files hold both of the tool's outputs. */
function summary(cib: Element, c: Case, now: number): string {
  const original = get(cib, "execution-date");
  const date =
    c.moment !== undefined ? { given: c.moment } : original === undefined ? undefined : { original: Number(original) };
  const { sections } = simulate(cib, {
    now,
    clock: Math.floor(Date.now() / 1000),
    execute: true,
    sanitized: true,
    ...(date && { date }),
  });
  return [...inputWarnings(cib), simulationText(sections)].join("\n");
}
