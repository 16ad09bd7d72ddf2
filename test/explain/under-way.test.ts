/** What is on an unclean node, or under way, is never called what it was or is to be: in every state of the deck's questions. */
import { beforeAll, expect, test } from "vitest";
import { descend, element, elements, idOf } from "../../src/cib/xml/tree.ts";
import type { InstanceExplanation } from "../../src/report/explain/document.ts";
import { explainIn } from "../../src/report/explain/read.ts";
import { explanationLines } from "../../src/report/explain/text.ts";
import { explainedOf, momentOf } from "../../src/scheduler/reading.ts";
import { LONG } from "../long.ts";
import { type DeckCluster, settledDeck } from "./deck-cluster.ts";
import { QUESTIONS } from "./questions.ts";

let deck: DeckCluster;
beforeAll(async () => {
  deck = await settledDeck();
}, LONG.timeout);

const situations = [...new Map(QUESTIONS.map((q) => [q.situation, q.happening]))];

test("what may still run on an unclean node is not said to run, and why comes first", LONG, () => {
  let doubtful = 0;
  for (const [situation, happening] of situations) {
    const cib = happening(deck.cib, deck.now);
    const explained = explainedOf(cib, momentOf(cib, deck.now + 1));
    const lost = new Set(explained.model.nodes.filter((n) => n.unclean).map((n) => n.name));
    const hostOf = (guest: string): string | undefined =>
      explained.model.nodesByName.get(guest)?.connection?.launcher?.active[0]?.name;
    const isLost = ({ node }: InstanceExplanation): boolean =>
      node !== undefined && (lost.has(node) || lost.has(hostOf(node) ?? ""));
    for (const rsc of elements(descend(cib, "configuration", "resources") ?? element("resources"))) {
      const answer = explainIn(explained, idOf(rsc));
      if (!answer.ok) throw new Error(`${situation}: no ${idOf(rsc)}`);
      for (const instance of answer.explanation.instances) {
        const [line = "", why = ""] = explanationLines({ ...answer.explanation, instances: [instance] });
        expect(line.includes("may still run on"), `${situation}: ${line}`).toBe(isLost(instance));
        if (!isLost(instance)) continue;
        doubtful++;
        expect(instance.role).toBe("Unknown");
        expect(why, line).toMatch(/^ {2}Because what runs on controller-\d is unknown until it is fenced/);
      }
    }
  }
  expect(doubtful).toBeGreaterThan(5);
});
