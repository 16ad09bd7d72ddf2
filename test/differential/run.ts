/**
 * `npm run differential -- [--seed N] [--count N] [--shrink DIR] [--mutate | --splice | --suite | --apart] [--against 2.1] [FILE...]`: long runs,
 * and a closer look at single CIBs. Every difference is named by its seed; with `--shrink` each is made small and written to DIR.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import { anticolocated } from "./anticolocation.ts";
import { briefly, type Kind } from "./brief.ts";
import { campaign, type Finding } from "./campaign.ts";
import { generate } from "./generate.ts";
import { describeVerdict, judge } from "./judge.ts";
import { mutated } from "./mutate.ts";
import { ask, ORACLES, type Oracle, whyNot } from "./oracle.ts";
import { shrink } from "./shrink.ts";
import { spliced } from "./splice.ts";
import { dialectCases, type NamedCib, suite } from "./suite.ts";

const { values: given, positionals } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "500" },
    shrink: { type: "string" },
    most: { type: "string", default: "1000000" },
    against: { type: "string", default: "3.0" },
    mutate: { type: "boolean", default: false },
    splice: { type: "boolean", default: false },
    suite: { type: "boolean", default: false },
    apart: { type: "boolean", default: false },
  },
  allowPositionals: true,
});

const oracle = ORACLES.findLast(({ version }) => version.startsWith(given.against));
if (oracle === undefined)
  throw new Error(`no oracle ${given.against}: ${ORACLES.map(({ version }) => version).join(", ")}`);
const reason = whyNot(oracle);
if (reason !== undefined) {
  console.error(`differential: ${reason}`);
  process.exit(1);
}

if (positionals.length > 0) {
  const texts = positionals.map((file) => readFileSync(file, "utf8"));
  const answers = await ask(texts, oracle);
  for (const [i, answer] of answers.entries()) {
    const verdict = answer instanceof Error ? undefined : judge(texts[i] as string, answer, oracle);
    const what =
      answer instanceof Error
        ? answer.message
        : verdict === undefined
          ? "agrees"
          : `${verdict.level}\n${describeVerdict(verdict)}`;
    console.log(`${positionals[i]}: ${what}`);
  }
  process.exit(0);
}

const began = Date.now();
const kinds = new Map<Kind, string[]>();
const counts = new Map<string, number>();
let total = 0;

async function found({ seed, cib, verdict }: Finding): Promise<void> {
  counts.set(verdict.level, (counts.get(verdict.level) ?? 0) + 1);
  total++;
  const name = `seed ${seed}${given.suite ? ` ${named[seed - 1]?.name}` : ""}`;
  const { kind, line } = briefly(verdict);
  kinds.set(kind, [...(kinds.get(kind) ?? []), `${name}: ${line}`]);
  console.log(`${name}: ${verdict.level}\n${describeVerdict(verdict, 4)}`);
  if (given.shrink === undefined || total > Number(given.most)) return;
  mkdirSync(given.shrink, { recursive: true });
  const path = join(given.shrink, `${verdict.level}-${seed}${given.splice ? "s" : given.mutate ? "m" : ""}.xml`);
  writeFileSync(path, printXml(cib));
  const small = printXml(await shrink(cib, verdict, oracle as Oracle));
  const reread = parseXml(small);
  if (reread.ok) writeFileSync(path, small);
  console.log(`  small case: ${path}`);
}

const named = given.suite ? [...dialectCases(), ...suite()] : [];
const fixed = (seed: number): Element => (named[seed - 1] as NamedCib).cib;
const makers: readonly [boolean, (seed: number) => Element, string][] = [
  [given.suite, fixed, " (cases)"],
  [given.apart, anticolocated, " (kept apart)"],
  [given.splice, spliced, " (splices)"],
  [given.mutate, mutated, " (mutations)"],
  [true, (seed) => generate(seed, oracle.dialect), ""],
];
const [, make, kind] = makers.find(([wanted]) => wanted) as (typeof makers)[number];
const tally = await campaign(oracle, Number(given.seed), given.suite ? named.length : Number(given.count), make, found);
for (const { seed, error } of tally.refused.slice(0, 10))
  console.log(`refused by the oracle: seed ${seed}: ${error.message}`);
for (const [kind, lines] of kinds)
  console.log(`${kind} (${lines.length})\n  ${lines.map((l) => l.slice(0, 300)).join("\n  ")}`);
const levels = [...counts].map(([level, n]) => `${n} ${level}`).join(", ");
console.log(
  `seeds ${given.seed} to ${Number(given.seed) + Number(given.count) - 1}${kind}: ${tally.asked} compared, ` +
    `${tally.refused.length} refused, ${total} differ${levels === "" ? "" : ` (${levels})`}, ${Math.round((Date.now() - began) / 1000)} s`,
);
process.exit(total > 0 ? 1 : 0);
