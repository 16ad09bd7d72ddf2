/** What is listed for a score adds up to it: held against the scores Pacemaker itself printed for its own cases. */
import { expect, test } from "vitest";
import { parseMoment } from "../../src/cib/value/date.ts";
import { addScores, formatScore, parseScore } from "../../src/cib/value/score.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { type Element, get } from "../../src/cib/xml/tree.ts";
import { contributionsOf } from "../../src/report/explain/contributions.ts";
import type { ReadonlyModel } from "../../src/scheduler/model/cluster-model.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { type ScoreRecord, WhyRecorder } from "../../src/scheduler/why/recorder.ts";
import { entries, total } from "../../src/scheduler/why/traced-table.ts";
import { type Case, caseFile, cases } from "../conformance/cases.ts";
import { LONG } from "../long.ts";
import { needs } from "../needs.ts";
import { whyNoCases } from "../shared.ts";

const HOW_MANY = 100;

/** Spread over the whole suite, so that every feature has its part. */
function chosen(): Case[] {
  const withScores = cases().filter((c) => (caseFile(c.name, "scores") ?? "").trim() !== "");
  const step = Math.max(1, Math.floor(withScores.length / HOW_MANY));
  return withScores.filter((_, i) => i % step === 0).slice(0, HOW_MANY);
}

function read(c: Case): { cib: Element; now: number } {
  const parsed = parseXml(caseFile(c.name, "xml") ?? "");
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const given = c.moment === undefined ? undefined : parseMoment(c.moment);
  return { cib: parsed.root, now: given ?? Number(get(parsed.root, "execution-date") ?? 1_700_000_000) };
}

/** The line as Pacemaker prints it, but with the sum of what is listed in the place of the score. */
function lineOf(s: ReadonlyModel, why: WhyRecorder, { step, rsc, node, trace }: ScoreRecord): string {
  const sum = formatScore(listedSum(s, why, { rsc, node, trace }));
  if (step !== "promotion") return `${step}: ${rsc.id} allocation score on ${node?.name}: ${sum}`;
  return `${rsc.id} promotion score ${node === undefined ? "(inactive)" : `on ${node.name}`}: ${sum}`;
}

function listedSum(
  s: ReadonlyModel,
  why: WhyRecorder,
  { rsc, node, trace }: Pick<ScoreRecord, "rsc" | "node" | "trace">,
): number {
  if (node === undefined) return total(trace);
  return contributionsOf(why, { s, rsc, node }, trace).reduce(
    (sum, c) => addScores(sum, parseScore(c.score) ?? Number.NaN),
    0,
  );
}

test("in 100 of Pacemaker's cases the listed parts add up to each score", LONG, (context) => {
  needs(context, whyNoCases());
  const picked = chosen();
  expect(picked).toHaveLength(HOW_MANY);
  let scores = 0;
  for (const c of picked) {
    const { cib, now } = read(c);
    const why = new WhyRecorder();
    const { model: scheduler } = schedule(cib, { now, why });
    const ours = why.scores.map((record) => lineOf(scheduler, why, record)).sort();
    const theirs = (caseFile(c.name, "scores") ?? "")
      .split("\n")
      .map((l) => l.trim())
      .filter((l) => l !== "")
      .sort();
    expect(ours, c.name).toEqual(theirs);
    const unknown = why.scores.flatMap((r) => entries(r.trace)).filter((e) => e.cause.kind === "unknown");
    expect(unknown, c.name).toEqual([]);
    scores += ours.length;
  }
  console.log(`${scores} scores of ${picked.length} cases add up`);
});
