/**
 * PostgreSQL with PAF. Instances start as standbys; where none has a score yet, the one that was shut down as a primary
 * gets one. A primary's monitor scores all others: by how near they are, and away from promotion when they are not connected.
 * Scores outlive a restart of the node. A promoted instance that finds another further ahead gives up.
 * Source: ocf:heartbeat:pgsqlms 2.3.
 */
import { Rc } from "../../../../cib/result-code.ts";
import type { Write } from "../../engine/message.ts";
import { type AgentCall, scoreName, setForever } from "./agent.ts";
import { hasData, instancesUp, others, scoredAgent, scoreFor } from "./scored.ts";

const PRIMARY = 1001;
const NEAREST = 1000;
const STEP = 10;
const NOT_CONNECTED = "-1000";
/** Of the instance to begin with. */
const FIRST = "1";

const onDisk = (call: AgentCall, host: string): string => `${host}/${call.operation.rsc.id}-was-primary`;

/** The machine that a first start begins with: where the data was made, which is one machine. */
function beginsHere(call: AgentCall): boolean {
  const { world, host } = call;
  const machines = Object.keys(world.machines);
  const known = machines.filter((machine) => world.disks[onDisk(call, machine)] !== undefined);
  return known.length === 0 ? machines[0] === host : world.disks[onDisk(call, host)] === 1;
}

function writes(call: AgentCall): Write[] {
  const { operation, process, target, host, view, world } = call;
  const name = scoreName(operation);
  if (process === undefined) return [];
  if (!process.promoted) {
    const chosen = scoreFor(call, host, view.attribute(target, name));
    if (chosen !== view.attribute(target, name)) return [setForever(target, name, chosen)];
    const scored = Object.keys(world.machines).some((node) => view.attribute(node, name) !== undefined);
    return !scored && operation.task === "start" && beginsHere(call)
      ? [setForever(target, name, scoreFor(call, host, FIRST))]
      : [];
  }
  const standbys = others(call).filter((p) => hasData(call, p));
  const rest = Object.keys(world.machines).filter((node) => node !== host);
  return [
    setForever(target, name, scoreFor(call, host, String(PRIMARY))),
    ...rest.flatMap((node) => {
      const place = standbys.findIndex((p) => p.host === node);
      const score = place < 0 ? NOT_CONNECTED : String(NEAREST - STEP * place);
      // One that never ran here is none of its standbys.
      const known = place >= 0 || view.attribute(node, name) !== undefined;
      return known ? [setForever(node, name, scoreFor(call, node, score))] : [];
    }),
  ];
}

export const paf = scoredAgent({
  durations: { start: 1500, stop: 1000, promote: 2000, demote: 2500, monitor: 150, notify: 200 },
  writes,
  refuses: (call) => {
    const { operation, process, host } = call;
    if (operation.task !== "promote" || process === undefined || hasData(call, process)) return undefined;
    const ahead = instancesUp(call).find((p) => p.host !== host && hasData(call, p));
    if (ahead === undefined) return undefined;
    return { rc: Rc.error, reason: `${host} is not the best candidate to promote, ${ahead.host} is further ahead` };
  },
  remembers: (call) => {
    const { world, operation, process, host } = call;
    if (operation.task === "promote") world.disks[onDisk(call, host)] = 1;
    // A demoted instance was shut down and is a standby of the one that comes next.
    if (operation.task === "start" && process?.promoted === false && others(call).some((p) => p.promoted))
      world.disks[onDisk(call, host)] = 0;
  },
});
