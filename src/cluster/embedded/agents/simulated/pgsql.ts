/**
 * PostgreSQL with the pgsql agent and replication. The primary's monitor says of each node of `node_list` how its standby
 * is connected, and lets it be promoted only while it is in step. Without a primary the instance whose data is the latest
 * takes itself for it. A primary leaves a lock file, which a crash does not remove: it does not start there before someone has
 * looked at its data.
 * Source: ocf:heartbeat:pgsql of resource-agents 4.12 (rep_mode sync and async).
 */
import { Rc } from "../../../../cib/result-code.ts";
import type { Write } from "../../engine/message.ts";
import { type AgentCall, type AgentReply, scoreName, setForever, setReboot } from "./agent.ts";
import { hasData, others, scoredAgent, scoreFor } from "./scored.ts";
import { processKey } from "./world-state.ts";

const SCORES = { takeMe: "1000", canBe: "100", no: "-INFINITY" } as const;
const lockKey = ({ operation }: AgentCall, host: string): string => `${host}/${operation.rsc.id}-lock`;
const statusName = ({ operation }: AgentCall): string => `${operation.rsc.id}-status`;
const dataName = ({ operation }: AgentCall): string => `${operation.rsc.id}-data-status`;

/** In the configuration's order; the first of them begins where no data is known to be the latest. */
const nodesOf = ({ operation, world }: AgentCall): string[] => {
  const listed = (operation.attributes.node_list ?? "").split(/\s+/).filter((node) => node !== "");
  return listed.length > 0 ? listed : Object.keys(world.machines);
};

/** Whether its data is the latest that anyone has. */
function mayBegin(call: AgentCall): boolean {
  const { view, target } = call;
  const known = nodesOf(call).map((node) => view.attribute(node, dataName(call)));
  const own = view.attribute(target, dataName(call));
  if (known.every((status) => status === undefined)) return nodesOf(call)[0] === target;
  return own === "LATEST" || own === "STREAMING|SYNC";
}

function ofPrimary(call: AgentCall): Write[] {
  const { target, host, operation } = call;
  const mode = operation.attributes.rep_mode === "async" ? "ASYNC" : "SYNC";
  const standbys = others(call);
  const rest = nodesOf(call).filter((node) => node !== target);
  return [
    setReboot(target, statusName(call), "PRI"),
    setForever(target, dataName(call), "LATEST"),
    setReboot(target, scoreName(operation), scoreFor(call, host, SCORES.takeMe)),
    ...rest.flatMap((node) => {
      const standby = standbys.find((p) => p.host === node);
      const inStep = standby !== undefined && hasData(call, standby);
      const status = inStep ? `HS:${mode.toLowerCase()}` : standby === undefined ? undefined : "HS:alone";
      return [
        setForever(node, dataName(call), inStep ? `STREAMING|${mode}` : "DISCONNECT"),
        ...(status === undefined ? [] : [setReboot(node, statusName(call), status)]),
        ...(standby === undefined
          ? []
          : [setReboot(node, scoreName(operation), scoreFor(call, node, inStep ? SCORES.canBe : SCORES.no))]),
      ];
    }),
  ];
}

function writes(call: AgentCall): Write[] {
  const { operation, process, target, host } = call;
  const score = (byRule: string): Write => setReboot(target, scoreName(operation), scoreFor(call, host, byRule));
  if (process === undefined) return [setReboot(target, statusName(call), "STOP"), score(SCORES.no)];
  if (process.promoted) return ofPrimary(call);
  if (operation.task === "start") return [setReboot(target, statusName(call), "HS:alone"), score(SCORES.no)];
  // What the primary says of it holds while there is one.
  if (operation.task !== "monitor" || others(call).some((p) => p.promoted)) return [];
  return mayBegin(call) ? [score(SCORES.takeMe)] : [];
}

function refuses(call: AgentCall): AgentReply | undefined {
  const { operation, world, host } = call;
  if (operation.task !== "start" || world.disks[lockKey(call, host)] !== 1) return undefined;
  const reason = `the data on ${host} may be inconsistent: remove PGSQL.lock to start it all the same`;
  return { rc: Rc.error, reason };
}

function remembers(call: AgentCall): void {
  const { operation, world, host } = call;
  if (operation.task === "promote") world.disks[lockKey(call, host)] = 1;
  if (operation.task === "demote") delete world.processes[processKey(operation.node, operation.rsc.id)];
  const ended = operation.task === "demote" || operation.task === "stop";
  if (ended && !others(call).some((p) => !p.promoted)) world.disks[lockKey(call, host)] = 0;
}

export const pgsql = scoredAgent({
  durations: { start: 2000, stop: 1500, promote: 2500, demote: 1500, monitor: 150, notify: 150 },
  demotesByStopping: true,
  writes,
  refuses,
  remembers,
});
