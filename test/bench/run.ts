/** `npm run bench`: prints figures, asserts none. `npm run bench -- --large` adds the large clusters, and takes long. */
import { optimizeLate } from "../../src/late-optimization.ts";
import { benchConverge } from "./converge.ts";
import { benchLarge } from "./large.ts";
import { benchSchedule } from "./schedule.ts";
import { benchStart } from "./start.ts";
import { benchSuite } from "./suite.ts";

// As the program itself does.
optimizeLate(process.versions.v8);

benchStart();
benchSchedule();
benchSuite();
benchLarge(process.argv.includes("--large"));
await benchConverge();
