/** On a terminal of any width, what a command says has every word whole and in its order, and no line too long for it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { printXml } from "../../src/cib/xml/print.ts";
import { withAttribute } from "../../src/cib/xml/tree.ts";
import { type Spoken, testContext } from "../../src/cli/context.testing.ts";
import { runProgram } from "../../src/cli/program.ts";
import { fileCluster } from "../../src/cluster/file/cluster.ts";
import { type DeckCluster, settledDeck } from "../explain/deck-cluster.ts";
import { QUESTIONS } from "../explain/questions.ts";
import { image, meta, property } from "../explain/situations.ts";
import { LONG } from "../long.ts";

let deck: DeckCluster;
const directory = mkdtempSync(join(tmpdir(), "widths-"));
afterAll(() => rmSync(directory, { recursive: true }));
beforeAll(async () => {
  deck = await settledDeck();
}, LONG.timeout);

/** Changes for `plan` to show. */
const EDITS = [
  image("galera-bundle", "galera:2"),
  meta("ip-10.0.0.101", "priority", "7"),
  property("stonith-timeout", "99s"),
];

async function said(wanted: string, words: readonly string[], columns?: number): Promise<string> {
  const spoken: Spoken = { out: "", err: "" };
  const context = testContext(spoken, {
    columns,
    openCluster: async () => fileCluster(join(directory, "cib.xml")),
    readFile: async () => wanted,
  });
  await runProgram(context, words);
  return spoken.out + spoken.err;
}

const asked = fc.constantFrom(...QUESTIONS).chain((question) =>
  fc.record({
    question: fc.constant(question),
    edit: fc.constantFrom(...EDITS),
    words: fc.constantFrom(
      ["status"],
      ["status", question.resource],
      ["explain", question.resource],
      ["explain", question.resource, "--on", "controller-1"],
      ["plan", "wanted.xml"],
      ["plan", "wanted.xml", "--verbose"],
      ["verify", "wanted.xml"],
      ["wait", "-t", "0s"],
      ["property", "list"],
    ),
  }),
);

/** A file is read as of now, which moves on between two answers, and a wait says how long it took. */
const wordsOf = (text: string): string[] =>
  text.split(/\s+/).flatMap((word) => (word === "" ? [] : word.replace(/\d\d:\d\d:\d\d|^\d+\.\d$/, "TIME")));

test("every command's words", LONG, async () => {
  await fc.assert(
    fc.asyncProperty(asked, fc.integer({ min: 20, max: 160 }), async ({ question, edit, words }, columns) => {
      const cib = question.happening(deck.cib, deck.now);
      writeFileSync(join(directory, "cib.xml"), printXml(cib));
      const wanted = printXml(withAttribute(edit(cib, deck.now), "epoch", undefined));
      const whole = await said(wanted, words);
      const broken = await said(wanted, words, columns);
      expect(wordsOf(broken)).toEqual(wordsOf(whole));
      expect(whole.length).toBeGreaterThan(10);
      for (const line of broken.split("\n"))
        expect(line.length <= columns || !/\S \S/.test(line.trimStart()), `${columns}: ${line}`).toBe(true);
    }),
    { numRuns: 20 },
  );
});
