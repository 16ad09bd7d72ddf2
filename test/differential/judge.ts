/** Holds our decision about a CIB against the oracle's, a level at a time, the gravest first. */
import { parseXml } from "../../src/cib/xml/parse.ts";
import { get } from "../../src/cib/xml/tree.ts";
import { printDot } from "../../src/scheduler/graph/dot.ts";
import { printTransition } from "../../src/scheduler/graph/xml.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { agrees, compareGraph, compareSorted, compareText, type Difference } from "../conformance/compare.ts";
import type { Answer, Oracle } from "./oracle.ts";
import { commonGraph } from "./wording.ts";

type Level = "throws" | "graph" | "scores" | "text" | "dot";

export interface Verdict extends Difference {
  readonly level: Level;
}

/** Undefined when we agree. The CIB is judged as written, so that what is reported can be read again. */
export function judge(text: string, answer: Answer, oracle: Oracle): Verdict | undefined {
  const parsed = parseXml(text);
  if (!parsed.ok) return { level: "throws", missing: [], extra: [parsed.problem.message] };
  try {
    const { model: scheduler, transition } = schedule(parsed.root, {
      now: Number(get(parsed.root, "execution-date")),
      sanitized: true,
      takeNotes: true,
      dialect: oracle.dialect,
    });
    const graph = printTransition(transition);
    if (oracle.wording === "older") return judgeDecision(answer, { graph, dot: printDot(scheduler) });
    const ordered = compareText(answer.graph, graph);
    if (!agrees(ordered)) {
      const unordered = compareGraph(answer.graph, graph);
      if (!agrees(unordered)) return { level: "graph", ...unordered };
    }
    const scores = compareSorted(answer.scores, (scheduler.notes?.scoreLines ?? []).join("\n"), false);
    if (!agrees(scores)) return { level: "scores", ...scores };
    if (!agrees(ordered)) return { level: "text", ...ordered };
    const dot = compareSorted(answer.dot, printDot(scheduler), true);
    return agrees(dot) ? undefined : { level: "dot", ...dot };
  } catch (error) {
    const at = (error as Error).stack?.split("\n").slice(0, 4).join(" ") ?? String(error);
    return { level: "throws", missing: [], extra: [at] };
  }
}

/** What is to be done, in words that older and newer releases share, and how it is drawn; not how it is numbered or scored. */
function judgeDecision(theirs: Omit<Answer, "scores">, ours: Omit<Answer, "scores">): Verdict | undefined {
  const graph = compareGraph(commonGraph(theirs.graph), commonGraph(ours.graph));
  if (!agrees(graph)) return { level: "graph", ...graph };
  const dot = compareSorted(theirs.dot, ours.dot, true);
  return agrees(dot) ? undefined : { level: "dot", ...dot };
}

export function describeVerdict(verdict: Verdict, most = 12): string {
  const cut = (line: string): string => (line.length > 360 ? `${line.slice(0, 360)}…` : line);
  return [
    ...verdict.missing.slice(0, most).map((line) => `  - ${cut(line)}`),
    ...verdict.extra.slice(0, most).map((line) => `  + ${cut(line)}`),
  ].join("\n");
}
