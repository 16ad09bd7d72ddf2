/**
 * `npm run bench`: prints figures, asserts none. `npm run bench -- --large` adds the large clusters, and takes hours, as
 * Pacemaker has up to one for each run; `--large=60` gives it 60 seconds and the whole takes less than one;
 * `npm run bench -- --cluster` measures on a real cluster instead (root; a lab of its own), `--cluster=wait`, `=status` or
 * `=deploy` a part of that: deploying takes pcs a quarter of an hour.
 */
import { optimizeLate } from "../../src/cli/late-optimization.ts";
import { benchCluster } from "./cluster/cluster.ts";
import { benchConverge } from "./converge.ts";
import { benchLarge } from "./large.ts";
import { benchSchedule } from "./schedule.ts";
import { benchStart } from "./start.ts";
import { benchSuite } from "./suite.ts";
import { benchTransition } from "./transition.ts";
import { benchWhatIf } from "./whatif.ts";
import { benchWhy } from "./why.ts";

// As the program itself does.
optimizeLate(process.versions.v8);

function largeLimitMs(): number | undefined {
  const word = process.argv.find((given) => /^--large(=\d+)?$/.test(given));
  return word === undefined ? undefined : Number(word.split("=")[1] ?? 3600) * 1000;
}

const cluster = process.argv.find((word) => /^--cluster(=|$)/.test(word));
if (cluster !== undefined) await benchCluster(cluster.split("=")[1]);
else {
  benchStart();
  await benchWhatIf();
  benchSchedule();
  benchSuite();
  await benchWhy();
  benchLarge(largeLimitMs());
  benchTransition();
  await benchConverge();
}
