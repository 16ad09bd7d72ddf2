/** `plan` says itself how long replicas that go down together are away, and what going one after the other takes. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { printXml } from "../../src/cib/xml/print.ts";
import { type Spoken, testContext } from "../../src/cli/context.testing.ts";
import { runProgram } from "../../src/cli/program.ts";
import { fileCluster } from "../../src/cluster/file/cluster.ts";
import { planAnswer } from "../../src/report/plan/schema.ts";
import { settledDeck } from "../explain/deck-cluster.ts";
import { image } from "../explain/situations.ts";
import { LONG } from "../long.ts";

test("a plan that takes all replicas down names the way that does not", LONG, async () => {
  const deck = await settledDeck();
  const wanted = printXml(image("redis-bundle", "registry/redis:new")(deck.cib, deck.now));
  const directory = mkdtempSync(join(tmpdir(), "holdfast-"));
  const path = join(directory, "cib.xml");
  writeFileSync(path, printXml(deck.cib));
  const spoken: Spoken = { out: "", err: "" };
  let json = "";
  const context = testContext(spoken, {
    readFile: async () => wanted,
    openCluster: async () => ({ ...fileCluster(path), close: async () => undefined }),
  });
  try {
    await runProgram(context, ["plan", "wanted.xml", "--output", "json"]);
    json = spoken.out;
    spoken.out = "";
    await runProgram(context, ["plan", "wanted.xml"]);
  } finally {
    rmSync(directory, { recursive: true });
  }
  expect(spoken.err).toBe("");
  const { rolling } = planAnswer.parse(JSON.parse(json));
  expect(rolling).toMatchObject({ possible: true, steps: 3 });
  expect(spoken.out).toContain(`about ${Math.round((rolling as { estimateMs: number }).estimateMs / 1000)} s`);
  expect(spoken.out).toContain("A way that hurts less is apply --rolling:");
  expect(spoken.out).toMatch(/together: .*redis-bundle.*; rolling: never below 2 of 3, about \d+ s/);
});
