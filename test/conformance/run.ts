/**
 * Conformance from the command line: `npm run conformance` counts, `npm run conformance -- NAME…` shows what differs,
 * `--update` rewrites the list of passing cases, which may only grow, and `--failing LEVEL` lists what is left.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { whyNoCases } from "../shared.ts";
import { cases } from "./cases.ts";
import { agrees } from "./compare.ts";
import { evaluate, LEVELS, type Level, type Verdicts } from "./evaluate.ts";

const LIST = fileURLToPath(new URL("./passing.json", import.meta.url));

function report(name: string, verdicts: Verdicts): void {
  for (const level of LEVELS) {
    const d = verdicts[level];
    if (agrees(d)) continue;
    console.log(`== ${name} ${level}: ${d.missing.length} missing, ${d.extra.length} extra`);
    for (const line of d.missing.slice(0, 15)) console.log(`  - ${line.slice(0, 400)}`);
    for (const line of d.extra.slice(0, 15)) console.log(`  + ${line.slice(0, 400)}`);
  }
}

const missing = whyNoCases();
if (missing !== undefined) {
  console.error(`conformance: ${missing}`);
  process.exit(1);
}

const args = process.argv.slice(2);
const failing = args.includes("--failing") ? args[args.indexOf("--failing") + 1] : undefined;
const names = new Set(args.filter((a) => !a.startsWith("--") && a !== failing));
const passing: Record<Level, string[]> = { graph: [], text: [], dot: [], scores: [], summary: [] };
const errors = new Map<string, string[]>();
let total = 0;
for (const c of cases()) {
  if (names.size > 0 && !names.has(c.name)) continue;
  total++;
  try {
    const verdicts = evaluate(c);
    if (names.size > 0) report(c.name, verdicts);
    for (const level of LEVELS) {
      if (agrees(verdicts[level])) passing[level].push(c.name);
      else if (failing === level) console.log(c.name);
    }
  } catch (error) {
    const e = error as Error;
    if (names.size > 0) console.log(`== ${c.name}: ${e.stack}`);
    else if (failing !== undefined) console.log(`${c.name} (throws)`);
    const place =
      e.stack
        ?.split("\n")[1]
        ?.replace(/^.*src\//, "src/")
        .replace(/\)$/, "") ?? "";
    const what = `${e.message.slice(0, 120)} @ ${place}`;
    errors.set(what, [...(errors.get(what) ?? []), c.name]);
  }
}
for (const [what, where] of [...errors].sort((a, b) => b[1].length - a[1].length)) {
  console.log(`${where.length} throw: ${what}  (${where.slice(0, 3).join(", ")})`);
}
console.log(`of ${total} cases: ${LEVELS.map((l) => `${l} ${passing[l].length}`).join(", ")}`);
if (args.includes("--update")) {
  const before = JSON.parse(readFileSync(LIST, "utf8")) as Partial<Record<Level, string[]>>;
  const lost = LEVELS.flatMap((l) => (before[l] ?? []).filter((n) => !passing[l].includes(n)).map((n) => `${l} ${n}`));
  if (lost.length > 0) {
    console.error(`refused, these would be lost: ${lost.join(", ")}`);
    process.exit(1);
  }
  for (const level of LEVELS) passing[level].sort();
  writeFileSync(LIST, `${JSON.stringify(passing, null, 1)}\n`);
}
