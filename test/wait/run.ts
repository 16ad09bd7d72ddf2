/** `npm run waits -- [--seed n] [--count n]`: many random histories, and every wrong answer. */
import { parseArgs } from "node:util";
import { tell } from "./history.ts";

const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, count: { type: "string", default: "1000" } },
});
const outcomes = new Map<string, number>();
let wrong = 0;
for (let seed = Number(values.seed), left = Number(values.count); left > 0; seed++, left--) {
  const told = await tell(seed);
  const kind = `${told.wanted.drained !== undefined ? "drained" : told.wanted.healthy === true ? "healthy" : told.wanted.resources.length > 0 ? "named" : "whole"} ${told.outcome}`;
  outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
  if (told.wrong.length === 0) continue;
  wrong++;
  console.log(`seed ${seed}: ${told.wrong.join("; ")}\n  ${JSON.stringify(told.wanted)}`);
  for (const line of [...told.story, ...told.findings]) console.log(`  ${line}`);
}
console.log(
  [...outcomes]
    .sort()
    .map(([kind, n]) => `${kind} ${n}`)
    .join(", "),
);
console.log(`${wrong} wrong`);
process.exitCode = wrong > 0 ? 1 : 0;
