/** What plan, explain and what-if answer to scripts fits the schemas that are published for it. */
import { beforeAll, expect, test } from "vitest";
import { planChange } from "../../src/change/plan/plan.ts";
import { readVersion } from "../../src/cib/patch/version.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import type { Snapshot } from "../../src/cluster/port.ts";
import { explain } from "../../src/report/explain/read.ts";
import { explanationAnswer } from "../../src/report/explain/schema.ts";
import { planAnswer } from "../../src/report/plan/schema.ts";
import { whatIf } from "../../src/report/whatif/read.ts";
import { whatIfAnswer } from "../../src/report/whatif/schema.ts";
import { unpack } from "../../src/scheduler/unpack.ts";
import { type DeckCluster, settledDeck } from "../explain/deck-cluster.ts";
import { QUESTIONS } from "../explain/questions.ts";
import { LONG } from "../long.ts";
import { needs } from "../needs.ts";
import { goldenCluster, whyNoGolden } from "../shared.ts";

let deck: DeckCluster;
/** The deck's cluster as it is at rest, and after everything that happens to it in docs/explain.md. */
let situations: readonly Element[];
beforeAll(async () => {
  deck = await settledDeck();
  situations = [...new Set(QUESTIONS.map((q) => q.happening))].map((happening) => happening(deck.cib, deck.now));
});

const snapshotOf = (cib: Element): Snapshot => ({
  cib,
  version: readVersion(cib),
  live: true,
  settled: true,
  at: deck.now * 1000,
  knownAt: undefined,
});

/** As it arrives: what JSON leaves out is not there. */
const arrived = (document: unknown): unknown => JSON.parse(JSON.stringify(document));

test("explanations of every resource in every situation", LONG, () => {
  let chains = 0;
  for (const cib of situations) {
    for (const id of unpack(cib, deck.now).resourcesById.keys()) {
      const answer = explain(cib, id, { now: deck.now, on: "controller-1" });
      if (!answer.ok) throw new Error(`there is no ${answer.missing} ${id}`);
      const { instances } = explanationAnswer.parse(arrived(answer.explanation));
      chains += instances.flatMap(({ actions }) => actions).length;
    }
  }
  expect(chains).toBeGreaterThan(100);
});

test("what-if of every situation", LONG, () => {
  for (const cib of situations)
    expect(whatIfAnswer.parse(arrived(whatIf(cib, { now: deck.now }))).outcomes).not.toEqual([]);
});

test("what-if of a cluster of the past", LONG, (context) => {
  needs(context, whyNoGolden());
  const parsed = parseXml(goldenCluster("train-controllers").text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  expect(whatIfAnswer.parse(arrived(whatIf(parsed.root, { now: deck.now }))).outcomes).not.toEqual([]);
});

test("plans from every situation to every other", LONG, () => {
  let changed = 0;
  for (const cib of situations) {
    for (const wanted of situations) {
      const { plan } = planChange(snapshotOf(cib), wanted);
      changed += planAnswer.parse(arrived(plan)).resources.length;
    }
  }
  expect(changed).toBeGreaterThan(100);
});
