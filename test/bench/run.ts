/**
 * `npm run bench`: prints figures, asserts none. `npm run bench -- --large` adds the large clusters, and takes long;
 * `npm run bench -- --cluster` measures on a real cluster instead (root; a lab of its own), `--cluster=wait`, `=status` or
 * `=deploy` a part of that: deploying takes pcs a quarter of an hour.
 */
import { optimizeLate } from "../../src/late-optimization.ts";
import { benchCluster } from "./cluster/cluster.ts";
import { benchConverge } from "./converge.ts";
import { benchLarge } from "./large.ts";
import { benchSchedule } from "./schedule.ts";
import { benchStart } from "./start.ts";
import { benchSuite } from "./suite.ts";
import { benchWhatIf } from "./whatif.ts";
import { benchWhy } from "./why.ts";

// As the program itself does.
optimizeLate(process.versions.v8);

const cluster = process.argv.find((word) => /^--cluster(=|$)/.test(word));
if (cluster !== undefined) await benchCluster(cluster.split("=")[1]);
else {
  benchStart();
  benchWhatIf();
  benchSchedule();
  benchSuite();
  await benchWhy();
  benchLarge(process.argv.includes("--large"));
  await benchConverge();
}
