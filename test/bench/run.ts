/**
 * `npm run bench`: prints figures, asserts none. `npm run bench -- --large` adds the large clusters, and takes long;
 * `npm run bench -- --cluster` measures on a real cluster instead (root; a lab of its own).
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

if (process.argv.includes("--cluster")) await benchCluster();
else {
  benchStart();
  benchWhatIf();
  benchSchedule();
  benchSuite();
  await benchWhy();
  benchLarge(process.argv.includes("--large"));
  await benchConverge();
}
