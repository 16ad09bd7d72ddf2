/** `npm run roots -- [--every 1] [--seed 1] [--count 1000] [--most 5]`: root causes of many CIBs, and those that are none. */
import { parseArgs } from "node:util";
import { newRootTally } from "./roots.ts";
import { askConformance, askRandom } from "./roots-asked.ts";

const { values } = parseArgs({
  options: {
    every: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "1000" },
    most: { type: "string", default: "5" },
  },
});
const most = Number(values.most);
const ofCases = newRootTally();
const ofSeeds = newRootTally();
const every = Number(values.every);
const wrong = [
  ...(every > 0 ? askConformance({ every, most }, ofCases) : []),
  ...askRandom({ first: Number(values.seed), count: Number(values.count), most }, ofSeeds),
];
for (const text of wrong) console.log(text);
console.log("Pacemaker's cases", ofCases, "random clusters", ofSeeds, `${wrong.length} wrong`);
process.exitCode = wrong.length === 0 ? 0 : 1;
