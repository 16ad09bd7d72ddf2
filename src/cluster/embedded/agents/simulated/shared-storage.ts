/**
 * Shared storage: what has to be on a machine before something else can start there, and what cannot be taken away while
 * something uses it. The lock manager does not start in a cluster that does not fence.
 * Source: ocf:pacemaker:controld; ocf:heartbeat:{lvmlockd,LVM-activate,Filesystem} of resource-agents 4.12.
 */
import { Rc } from "../../../../cib/result-code.ts";
import type { Operation } from "../../engine/state.ts";
import { type AgentCall, type AgentReply, genericAction, type SimulatedAgent, simulatedAgent } from "./agent.ts";
import type { Process } from "./world-state.ts";

const DLM = "ocf:pacemaker:controld";
const LVMLOCKD = "ocf:heartbeat:lvmlockd";
const DRBD = "ocf:linbit:drbd";
const CLUSTER_FILE_SYSTEMS: ReadonlySet<string> = new Set(["gfs2", "ocfs2"]);

const on = ({ world, host }: AgentCall, test: (process: Process) => boolean): boolean =>
  Object.values(world.processes).some((p) => p.host === host && test(p));

const fails = (reason: string): AgentReply => ({ rc: Rc.error, reason });

/** What is used of a file system or volume group, kept with its process to know what is still in use. */
function usedBy({ rsc, attributes }: Operation): string | undefined {
  if (rsc.type === "lvmlockd") return DLM;
  if (rsc.type === "LVM-activate" && attributes.vg_access_mode === "lvmlockd") return LVMLOCKD;
  if (rsc.type === "Filesystem" && CLUSTER_FILE_SYSTEMS.has(attributes.fstype ?? "")) return DLM;
  if (rsc.type === "Filesystem" && attributes.device?.startsWith("/dev/drbd") === true) return DRBD;
  return undefined;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  [DLM, "there is no lock manager on this node"],
  [LVMLOCKD, "lvmlockd is not running"],
  [DRBD, "the DRBD device is not primary here"],
]);

function start(call: AgentCall): AgentReply {
  const { operation, view } = call;
  const fencing = view.property("fencing-enabled") ?? view.property("stonith-enabled");
  if (operation.rsc.type === "controld" && /^(false|no|off|n|0)$/i.test(fencing ?? "true"))
    return { rc: Rc.notConfigured, reason: "fencing has to be enabled to use the lock manager" };
  const needed = usedBy(operation);
  if (needed !== undefined && !on(call, (p) => p.agent === needed && (needed !== DRBD || p.promoted)))
    return fails(REASONS.get(needed) ?? "something is missing");
  const answer = genericAction(call);
  const process = call.world.processes[`${operation.node}/${operation.rsc.id}`];
  if (process !== undefined && needed !== undefined) process.uses = needed;
  return answer;
}

function stop(call: AgentCall): AgentReply {
  const own = call.process?.agent;
  return own !== undefined && on(call, (p) => p.uses === own) ? fails("it is still in use") : genericAction(call);
}

const storage = (durations: Readonly<Record<string, number>>): SimulatedAgent =>
  simulatedAgent(durations, { start, stop });

export const SHARED_STORAGE: readonly (readonly [string, SimulatedAgent])[] = [
  [DLM, storage({ start: 1000, stop: 800 })],
  [LVMLOCKD, storage({ start: 600, stop: 400 })],
  ["ocf:heartbeat:LVM-activate", storage({ start: 800, stop: 500 })],
  ["ocf:heartbeat:Filesystem", storage({ start: 500, stop: 400 })],
];
