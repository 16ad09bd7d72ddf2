/**
 * `npm run differential -- [--seed N] [--count N] [--shrink DIR] [--mutate | --splice] [--against 2.1] [FILE...]`: long runs,
 * and a closer look at single CIBs. Every difference is named by its seed; with `--shrink` each is made small and written to DIR.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { campaign, type Finding } from "./campaign.ts";
import { generate } from "./generate.ts";
import { describeVerdict, judge } from "./judge.ts";
import { mutated } from "./mutate.ts";
import { ask, type Oracle, PACEMAKER_2, PACEMAKER_3, whyNot } from "./oracle.ts";
import { shrink } from "./shrink.ts";
import { spliced } from "./splice.ts";

const { values: given, positionals } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "500" },
    shrink: { type: "string" },
    most: { type: "string", default: "1000000" },
    against: { type: "string", default: "3.0" },
    mutate: { type: "boolean", default: false },
    splice: { type: "boolean", default: false },
  },
  allowPositionals: true,
});

const oracle = [PACEMAKER_2, PACEMAKER_3].find(({ version }) => version.startsWith(given.against));
if (oracle === undefined) throw new Error(`no oracle ${given.against}: 2.1 or 3.0`);
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
const counts = new Map<string, number>();
let total = 0;

async function found({ seed, cib, verdict }: Finding): Promise<void> {
  counts.set(verdict.level, (counts.get(verdict.level) ?? 0) + 1);
  total++;
  console.log(`seed ${seed}: ${verdict.level}\n${describeVerdict(verdict, 4)}`);
  if (given.shrink === undefined || total > Number(given.most)) return;
  mkdirSync(given.shrink, { recursive: true });
  const name = join(given.shrink, `${verdict.level}-${seed}${given.splice ? "s" : given.mutate ? "m" : ""}.xml`);
  writeFileSync(name, printXml(cib));
  const small = printXml(await shrink(cib, verdict, oracle as Oracle));
  const reread = parseXml(small);
  if (reread.ok) writeFileSync(name, small);
  console.log(`  small case: ${name}`);
}

const [make, kind] = given.splice ? [spliced, " (splices)"] : given.mutate ? [mutated, " (mutations)"] : [generate, ""];
const tally = await campaign(oracle, Number(given.seed), Number(given.count), make, found);
for (const { seed, error } of tally.refused.slice(0, 10))
  console.log(`refused by the oracle: seed ${seed}: ${error.message}`);
const levels = [...counts].map(([level, n]) => `${n} ${level}`).join(", ");
console.log(
  `seeds ${given.seed} to ${Number(given.seed) + Number(given.count) - 1}${kind}: ${tally.asked} compared, ` +
    `${tally.refused.length} refused, ${total} differ${levels === "" ? "" : ` (${levels})`}, ${Math.round((Date.now() - began) / 1000)} s`,
);
process.exit(total > 0 ? 1 : 0);
