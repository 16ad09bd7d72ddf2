/** `cinder-manage service list`. */
import type { CommandOutcome } from "../../../port.ts";
import { answered } from "./answered.ts";
import type { AskedProcess } from "./asked.ts";
import { isIll, isInStep } from "./in-step.ts";

export function cinderServices({ world, process, now }: AskedProcess): CommandOutcome {
  const state = isIll(world, process) || !isInStep(process, now) ? "XXX" : ":-)";
  const head = "Binary           Host                                 Zone             Status     State Updated At";
  const lines = ["cinder-volume", "cinder-backup"].map(
    (binary) => `${binary} hostgroup nova enabled ${state} 2026-01-01`,
  );
  return answered(`${[head, ...lines].join("\n")}\n`);
}
