/** `tsx test/fuzz/run.ts [--count 10000] [--seed 1]`: prints each finding with its seed, and exits with 1 if there are any. */
import { parseArgs } from "node:util";
import { fileOf, fuzzCampaign, originals } from "./campaign.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    show: { type: "boolean" },
  },
});
if (values.show === true) process.stdout.write(fileOf(Number(values.seed), await originals()).text);
else {
  const { cases, answered, refused, applied, wrong } = await fuzzCampaign(
    Number(values.seed),
    Number(values.count),
    (what) => console.log(what),
  );
  console.log(`${cases} files: ${answered} answers, ${refused} refusals, ${applied} applied; ${wrong.length} findings`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
