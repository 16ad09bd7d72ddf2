/**
 * Each sentence's cause, taken out of the CIB, changes the answer: for the questions of docs/explain.md, for a third of
 * Pacemaker's own cases (CAUSES=all asks for all), and for random clusters with a history.
 */
import { expect, test } from "vitest";
import { parseMoment } from "../../src/cib/value/date.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { descend, type Element, element, elements, get, idOf } from "../../src/cib/xml/tree.ts";
import { CURRENT } from "../../src/scheduler/model/dialect.ts";
import { UndecidableError, unlessUndecidable } from "../../src/scheduler/model/undecidable.ts";
import { caseFile, cases } from "../conformance/cases.ts";
import { generate } from "../differential/generate.ts";
import { LONG } from "../long.ts";
import { needs } from "../needs.ts";
import { whyNoCases } from "../shared.ts";
import { type Asked, newTally, type Tally, wrongSentences } from "./causes.ts";
import { settledDeck } from "./deck-cluster.ts";
import { QUESTIONS } from "./questions.ts";

/** A run takes a few hundredths of a second a cause. */
const EVERY = process.env.CAUSES === "all" ? 1 : 3;
const MOST = 5;
const SEEDS = 60;
/**
 * Sentences that are true, and without whose cause nothing would be otherwise, on account of something no element stands
 * for: what is not managed would have had nothing to do anyway, what a failed resource is to go through it would have to
 * for another failure too, what others keep away from a container may not be in there anyway, instances only change their
 * numbers, without quorum nothing starts under the default policy either, a node lacks capacity whatever one of two
 * resources needs, or a node is known by its state alone.
 */
const SEVERAL_CAUSES = new Set([
  "probe-pending-node",
  "bug-lf-2171",
  "dc-fence-ordering",
  "bundle-order-startup-clone",
  "bug-lf-2358",
  "bug-5028-detach",
  "utilization-complex",
  "colocated-utilization-group",
  "quorum-2",
  "rec-node-8",
  "bug-lf-2317",
  "unmanaged-promoted",
  "failed-demote-recovery",
  "whitebox-fail2",
  "remote-orphaned",
  "stop-failure-no-quorum",
]);
/** Of the sentences about random clusters, which heap misfortunes on each other as no real one does. */
const IDLE_AT_MOST = 0.03;

function everything(cib: Element): Asked[] {
  return elements(descend(cib, "configuration", "resources") ?? element("resources"))
    .filter((e) => e.name !== "template")
    .map((e) => ({ resource: idOf(e) }));
}

function moment(cib: Element, given?: string): number {
  return (given === undefined ? undefined : parseMoment(given)) ?? Number(get(cib, "execution-date") ?? 1_700_000_000);
}

function report(of: string, { removals, decisive, shared }: Tally): void {
  console.log(
    `${of}: ${removals} causes taken away, on which ${decisive + shared} sentences rested (${shared} of them not alone)`,
  );
}

test("in the answers of docs/explain.md", LONG, async () => {
  const deck = await settledDeck();
  const tally = newTally();
  for (const { question, happening, resource, on } of QUESTIONS) {
    const cib = happening(deck.cib, deck.now);
    const wrong = wrongSentences(cib, deck.now + 1, [{ resource, on }], Number.POSITIVE_INFINITY, tally);
    expect(wrong, question).toEqual({ untrue: [], idle: [] });
  }
  report("the deck's cluster", tally);
  expect(tally.decisive).toBeGreaterThan(100);
});

test("in Pacemaker's own cases", LONG, (context) => {
  needs(context, whyNoCases());
  const tally = newTally();
  for (const { name, moment: given } of cases().filter((_, i) => i % EVERY === 0)) {
    const parsed = parseXml(caseFile(name, "xml") ?? "");
    if (!parsed.ok) throw new Error(`${name}: ${parsed.problem.message}`);
    const { root } = parsed;
    const { untrue, idle } = wrongSentences(root, moment(root, given), everything(root), MOST, tally);
    expect(untrue, name).toEqual([]);
    if (!SEVERAL_CAUSES.has(name)) expect(idle, name).toEqual([]);
  }
  report("Pacemaker's cases", tally);
});

test("in random clusters with a history", LONG, () => {
  const tally = newTally();
  const idle: string[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const cib = generate(seed, CURRENT);
    const wrong = unlessUndecidable(() => wrongSentences(cib, moment(cib), everything(cib), MOST, tally));
    // A few random clusters order an action after itself.
    if (wrong instanceof UndecidableError) continue;
    expect(wrong.untrue, `seed ${seed}`).toEqual([]);
    idle.push(...wrong.idle.map((sentence) => `seed ${seed}: ${sentence}`));
  }
  report("random clusters", tally);
  expect(tally.decisive).toBeGreaterThan(1000);
  const share = idle.length / (tally.decisive + tally.shared + idle.length);
  expect(share, idle.join("\n")).toBeLessThan(IDLE_AT_MOST);
});
