/**
 * `holdfast whatif`, all questions in one process, beside crm_simulate called once for each: on the deck's cluster as
 * `npm start` brings it up, and on a real one of the same shape.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import type { Question } from "../../src/report/whatif/document.ts";
import { whatIf } from "../../src/report/whatif/read.ts";
import { settledDeck } from "../explain/deck-cluster.ts";
import { goldenClusters } from "../shared.ts";
import { peers, simulate } from "./peer.ts";
import { spent } from "./spent.ts";

const HOLDFAST = fileURLToPath(new URL("../../dist/holdfast.mjs", import.meta.url));
const RUNS = 7;
const LIMIT_MS = 60_000;

export async function benchWhatIf(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-bench-whatif-"));
  try {
    const deck = join(directory, "deck.xml");
    writeFileSync(deck, printXml((await settledDeck()).cib));
    benchOne("the deck's cluster", deck);
  } finally {
    rmSync(directory, { recursive: true });
  }
  const golden = goldenClusters().find((c) => c.name === "train-controllers");
  if (golden === undefined) console.log("what-if on train-controllers: not measured, ../shared/golden is not here");
  else benchOne(golden.name, golden.path);
}

function benchOne(name: string, file: string): void {
  const parsed = parseXml(readFileSync(file, "utf8"));
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const questions = whatIf(parsed.root, { now: Math.floor(Date.now() / 1000) }).outcomes.map(
    (outcome) => outcome.question,
  );
  console.log(`What-if on ${name}, ${questions.length} questions, process start included (wall ms, CPU ms):`);
  const runs = Array.from({ length: RUNS }, () =>
    spent([process.execPath, HOLDFAST, "whatif", "--cluster", `file:${file}`], LIMIT_MS),
  ).flatMap((run) => run ?? []);
  const inOrder = runs.sort((a, b) => a.wallMs - b.wallMs);
  for (const [which, run] of [
    ["best", inOrder[0]],
    ["median", inOrder[Math.floor(inOrder.length / 2)]],
  ] as const)
    console.log(`  holdfast whatif        ${figures(run?.wallMs ?? Number.NaN, run?.cpuMs ?? Number.NaN)}  ${which}`);
  for (const peer of peers()) {
    let wallMs = 0;
    let cpuMs = 0;
    for (const question of questions) {
      const run = simulate(peer, file, optionsFor(question), LIMIT_MS);
      wallMs += run?.wallMs ?? Number.NaN;
      cpuMs += run?.cpuMs ?? Number.NaN;
    }
    const used = Number.isNaN(wallMs) ? " does not take this CIB" : `${figures(wallMs, cpuMs)}  once a question`;
    console.log(`  crm_simulate ${peer.version.padEnd(9)} ${used}`);
  }
}

const figures = (wallMs: number, cpuMs: number): string =>
  `${wallMs.toFixed(0).padStart(7)} ${cpuMs.toFixed(0).padStart(7)}`;

/** Near enough: standby cannot be asked by an option, so a run without any stands for it, which costs the same. */
function optionsFor(question: Question): string[] {
  switch (question.kind) {
    case "node-fails":
      return ["-S", "--node-fail", question.node];
    case "node-standby":
      return ["-S"];
    case "resource-fails":
      return ["-S", "--op-inject", `${question.resource}_monitor_10000@${question.node}=7`];
  }
}
