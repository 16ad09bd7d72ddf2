/** `npm run bench`: prints figures, asserts none. */
import { benchConverge } from "./converge.ts";
import { benchSchedule } from "./schedule.ts";
import { benchStart } from "./start.ts";

benchStart();
benchSchedule();
await benchConverge();
