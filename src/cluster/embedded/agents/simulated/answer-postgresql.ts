/** `psql -A -t` given the questions of src/health. */
import type { CommandOutcome } from "../../../port.ts";
import { reachable } from "./agent.ts";
import { answered } from "./answered.ts";
import type { AskedProcess } from "./asked.ts";
import { isIll, isInStep } from "./in-step.ts";
import { processesOf } from "./world-state.ts";

export function postgresqlRows({ world, process, now }: AskedProcess): CommandOutcome {
  const streams = processesOf(world, process.rsc).filter(
    (p) => !p.promoted && reachable(world, p.host) && isInStep(p, now) && !isIll(world, p),
  );
  const rows = process.promoted
    ? ["recovery|f", ...streams.map(() => "standby|streaming|async")]
    : ["recovery|t", `receiver|${streams.includes(process) ? "streaming" : "waiting"}`];
  return answered(`${[...rows, "end"].join("\n")}\n`);
}
