/** `rabbitmqctl cluster_status` as JSON, and the checks of `rabbitmq-queues`. */
import type { CommandOutcome } from "../../../port.ts";
import { reachable } from "./agent.ts";
import { answered, failedWith } from "./answered.ts";
import type { AskedProcess } from "./asked.ts";
import { isIll, isInStep } from "./in-step.ts";
import { processesOf } from "./world-state.ts";

const UNAVAILABLE = 69;

const nodeName = ({ host }: { readonly host: string }): string => `rabbit@${host}`;

export function rabbitStatus({ world, process, now }: AskedProcess): CommandOutcome {
  if (!isInStep(process, now))
    return failedWith(UNAVAILABLE, "Error: this command requires the 'rabbit' app to be running");
  const members = processesOf(world, process.rsc).filter((p) => reachable(world, p.host) && isInStep(p, now));
  const status = {
    alarms: isIll(world, process) ? [{ node: nodeName(process), resource: "disk" }] : [],
    disk_nodes: members.map(nodeName),
    maintenance_status: Object.fromEntries(members.map((p) => [nodeName(p), "not under maintenance"])),
    partitions: {},
    ram_nodes: [],
    running_nodes: members.map(nodeName),
  };
  return answered(`${JSON.stringify(status)}\n`);
}

/** With fewer than two others in step a queue on three nodes would lose its majority. */
export function rabbitQueues({ world, process, now }: AskedProcess): CommandOutcome {
  const all = processesOf(world, process.rsc);
  const others = all.filter((p) => p !== process && isInStep(p, now) && !isIll(world, p));
  const lost = all.length > 1 && others.length < Math.floor(all.length / 2) + 1;
  return lost ? failedWith(UNAVAILABLE, "Error: some queues would lose their majority") : answered("");
}
