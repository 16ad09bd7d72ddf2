/** `tsx test/leniency/run.ts [--count 5000] [--seed 1] [--commands]`: prints each difference, and exits with 1 if there are any. */
import { parseArgs } from "node:util";
import { PACEMAKER_3, whyNot } from "../differential/oracle.ts";
import { leniencyCampaign } from "./campaign.ts";
import { commandsOn } from "./commands.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "5000" },
    seed: { type: "string", default: "1" },
    commands: { type: "boolean" },
  },
});
const missing = whyNot(PACEMAKER_3);
if (missing !== undefined) throw new Error(missing);
const tally = await leniencyCampaign(
  PACEMAKER_3,
  Number(values.seed),
  Number(values.count),
  values.commands === true ? commandsOn : undefined,
  (difference) => console.log(difference),
);
const { taken, refused, died, differences } = tally;
console.log(`${taken} taken, ${refused} refused, ${died} that crm_simulate died of; ${differences.length} differences`);
process.exitCode = differences.length === 0 ? 0 : 1;
