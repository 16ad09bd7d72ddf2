/**
 * DRBD. A copy's score says how good it is: best where it is primary or knows that it is up to date with its peer's, less
 * without a peer, least while it is being filled from one.
 * Source: ocf:linbit:drbd of drbd-utils 9 (adjust_master_score, its default `5 10 1000 10000`).
 */

import { Rc } from "../../../../cib/result-code.ts";
import { scoreName, setReboot } from "./agent.ts";
import { hasData, others, scoredAgent, scoreFor } from "./scored.ts";

const SCORES = { behind: "10", alone: "1000", whole: "10000" } as const;

export const drbd = scoredAgent({
  durations: { start: 800, stop: 600, promote: 300, demote: 300, monitor: 100, notify: 100 },
  refuses: ({ operation, world, host }) => {
    const held = Object.values(world.processes).some((p) => p.host === host && p.uses === "ocf:linbit:drbd");
    const closes = operation.task === "demote" || operation.task === "stop";
    return closes && held ? { rc: Rc.error, reason: "the device is held open by someone" } : undefined;
  },
  writes: (call) => {
    const { operation, process, target, host } = call;
    const name = scoreName(operation);
    if (process === undefined) return [setReboot(target, name, undefined)];
    const whole = process.promoted || (hasData(call, process) && others(call).length > 0);
    const score = whole ? SCORES.whole : hasData(call, process) ? SCORES.alone : SCORES.behind;
    return [setReboot(target, name, scoreFor(call, host, score))];
  },
});
