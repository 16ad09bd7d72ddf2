/** `holdfast whatif` on the deck's cluster, all questions in one process, beside crm_simulate called once for each. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseXml } from "../../src/cib/parse.ts";
import type { Question } from "../../src/report/whatif/document.ts";
import { whatIf } from "../../src/report/whatif/read.ts";
import { goldenClusters } from "./clusters.ts";
import { peers, simulate } from "./peer.ts";
import { spent } from "./spent.ts";

const HOLDFAST = fileURLToPath(new URL("../../dist/holdfast.mjs", import.meta.url));
const RUNS = 5;
const LIMIT_MS = 60_000;

export function benchWhatIf(): void {
  const golden = goldenClusters().find((c) => c.name === "train-controllers");
  if (golden === undefined) {
    console.log("what-if: not measured, ../shared/golden is not here");
    return;
  }
  const parsed = parseXml(readFileSync(golden.path, "utf8"));
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const questions = whatIf(parsed.root, { now: Math.floor(Date.now() / 1000) }).outcomes.map(
    (outcome) => outcome.question,
  );
  console.log(`What-if on ${golden.name}, ${questions.length} questions, process start included (wall ms, CPU ms):`);
  const runs = Array.from({ length: RUNS }, () =>
    spent([process.execPath, HOLDFAST, "whatif", "--cluster", `file:${golden.path}`], LIMIT_MS),
  ).flatMap((run) => run ?? []);
  const best = runs.sort((a, b) => a.wallMs - b.wallMs)[0];
  console.log(`  holdfast whatif        ${figures(best?.wallMs ?? Number.NaN, best?.cpuMs ?? Number.NaN)}`);
  for (const peer of peers()) {
    let wallMs = 0;
    let cpuMs = 0;
    for (const question of questions) {
      const run = simulate(peer, golden.path, optionsFor(question), LIMIT_MS);
      wallMs += run?.wallMs ?? Number.NaN;
      cpuMs += run?.cpuMs ?? Number.NaN;
    }
    console.log(`  crm_simulate ${peer.version.padEnd(9)} ${figures(wallMs, cpuMs)}  once a question`);
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
