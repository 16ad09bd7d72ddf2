/** Answers about the deck's cluster: as the documentation has them, and true. */
import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import type { Element } from "../../src/cib/tree.ts";
import type { Explanation, Reason } from "../../src/report/explain/document.ts";
import { explain } from "../../src/report/explain/read.ts";
import { type DeckCluster, settledDeck } from "./deck-cluster.ts";
import { page } from "./page.ts";
import { QUESTIONS } from "./questions.ts";
import { has, withoutId } from "./situations.ts";

const PAGE = new URL("../../docs/explain.md", import.meta.url);
const update = process.env.UPDATE_EXPLAIN === "1";

let deck: DeckCluster;
beforeAll(async () => {
  deck = await settledDeck();
}, 60_000);

test("docs/explain.md has the answers the program gives", () => {
  const text = page(deck);
  if (update) writeFileSync(PAGE, text);
  expect(text).toBe(readFileSync(PAGE, "utf8"));
});

/**
 * Every sentence of an explanation with what it rests on; the score of a contribution belongs to it. Without one thing
 * the same may be true on account of another (a default for a value of its own), but that is another thing to say.
 */
function sentences(explanation: Explanation): Map<string, Reason> {
  const found = new Map<string, Reason>();
  const add = (where: string, reasons: readonly Reason[]): void => {
    for (const r of reasons) {
      const ids = r.references.map((x) => x.id).join(" ");
      found.set(`${where}: ${"score" in r ? `${r.score} ` : ""}${r.text} [${ids}]`, r);
    }
  };
  for (const instance of explanation.instances) {
    const { resource, reasons, nodes, promotion, actions } = instance;
    add(resource, [...reasons, ...(promotion?.contributions ?? [])]);
    for (const n of nodes) add(`${resource} on ${n.node}`, [...n.reasons, ...n.contributions, ...n.wouldTake]);
    for (const a of actions) add(`${resource} ${a.task} on ${a.node}`, a.chain);
  }
  return found;
}

test.each(QUESTIONS)("$question: without what a sentence rests on, it is not said", ({ happening, resource, on }) => {
  const now = deck.now + 1;
  const cib = happening(deck.cib, deck.now);
  const asked = (of: Element): Map<string, Reason> => {
    const answer = explain(of, resource, { now, on });
    return answer.ok ? sentences(answer.explanation) : new Map();
  };
  const said = asked(cib);
  const ids = new Set([...said.values()].flatMap((r) => r.references.map((x) => x.id)));
  const wrong: string[] = [];
  for (const id of ids) {
    if (!has(cib, id)) {
      wrong.push(`${id} is not in the CIB`);
      continue;
    }
    const then = asked(withoutId(cib, id));
    for (const [sentence, reason] of said) {
      if (reason.references.some((r) => r.id === id) && then.has(sentence))
        wrong.push(`without ${id} still: ${sentence}`);
    }
  }
  expect(wrong).toEqual([]);
});
