/** `show stat` on HAProxy's socket. */
import type { CommandOutcome } from "../../../port.ts";
import { answered } from "./answered.ts";
import type { AskedProcess } from "./asked.ts";
import { isIll, isInStep } from "./in-step.ts";

export function haproxyStat({ world, process, now }: AskedProcess): CommandOutcome {
  const status = isIll(world, process) || !isInStep(process, now) ? "DOWN" : "UP";
  const lines = ["# pxname,svname,status,weight,", "mysql,FRONTEND,OPEN,,", `mysql,BACKEND,${status},1,`];
  return answered(`${lines.join("\n")}\n\n`);
}
