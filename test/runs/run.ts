/** `npm run runs -- [--seed n] [--count n]`: many random histories of runs, and everything that went wrong in them. */
import { parseArgs } from "node:util";
import { tellRuns } from "./history.ts";

const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, count: { type: "string", default: "1000" } },
});
let [wrong, deaths, faults] = [0, 0, 0];
const first = Number(values.seed);
const count = Number(values.count);
for (let seed = first; seed < first + count; seed++) {
  const told = await tellRuns(seed);
  deaths += told.deaths;
  faults += told.faults;
  if (told.wrong.length === 0) continue;
  wrong++;
  console.log(`seed ${seed}: ${told.wrong.join("; ")}`);
  for (const line of told.story) console.log(`  ${line}`);
}
console.log(`${count} histories from seed ${first}: ${deaths} processes killed, ${faults} faults, ${wrong} wrong`);
process.exitCode = wrong > 0 ? 1 : 0;
