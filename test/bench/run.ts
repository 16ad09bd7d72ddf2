/** `npm run bench`: prints figures, asserts none. `npm run bench -- --large` adds the large clusters, and takes long. */
import { benchConverge } from "./converge.ts";
import { benchLarge } from "./large.ts";
import { benchSchedule } from "./schedule.ts";
import { benchStart } from "./start.ts";
import { benchSuite } from "./suite.ts";

benchStart();
benchSchedule();
benchSuite();
benchLarge(process.argv.includes("--large"));
await benchConverge();
