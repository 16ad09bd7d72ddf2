/**
 * Galera. An instance that is started only reports its last sequence number; it runs once promoted. While none is
 * promoted, only the most advanced node gets a promotion score, and only when all have reported (or one was marked safe
 * to bootstrap by a clean shutdown); it bootstraps, and then all others get their score and join.
 * Source: ocf:heartbeat:galera of resource-agents 4.12.
 */

import { Rc } from "../../../../cib/result-code.ts";
import type { Write } from "../../engine/message.ts";
import {
  type AgentCall,
  type AgentReply,
  genericAction,
  newProcess,
  promotedHosts,
  type SimulatedAgent,
  scoreName,
  setReboot,
  simulatedAgent,
} from "./agent.ts";
import { processKey, type WorldState } from "./world-state.ts";

export const galera: SimulatedAgent = {
  duration: simulatedAgent({ start: 3000, promote: 8000, demote: 3000, stop: 1000, monitor: 200 }).duration,
  finish: (call) => (ACTIONS.get(call.operation.task) ?? genericAction)(call),
};

const ACTIONS: ReadonlyMap<string, (call: AgentCall) => AgentReply> = new Map<string, (call: AgentCall) => AgentReply>([
  ["start", start],
  ["monitor", monitor],
  ["promote", promote],
  ["demote", demote],
  ["stop", stop],
]);

const attributeName = (call: AgentCall, what: string): string => `${call.operation.rsc.id}-${what}`;

/** How far a machine's copy of the data is. */
function sequence(world: WorldState, host: string): number {
  return world.disks[`${host}/galera-seqno`] ?? 0;
}

/** While in the cluster a copy is as far as the cluster: time stands for the writes. */
export function leaveCluster(world: WorldState, host: string, now: number, clean: boolean): void {
  world.disks[`${host}/galera-seqno`] = Math.floor(now / 1000);
  // Those cut off count too: the smaller part of a split cluster is never safe to begin from.
  const last = !Object.values(world.processes).some(
    (p) => p.promoted && p.agent.endsWith(":galera") && p.host !== host,
  );
  world.disks[`${host}/galera-safe`] = clean && last ? 1 : 0;
}

function report(call: AgentCall): Write[] {
  const { world, host, target } = call;
  const safe = world.disks[`${host}/galera-safe`];
  return [
    setReboot(target, attributeName(call, "safe-to-bootstrap"), safe === undefined ? undefined : String(safe)),
    setReboot(target, attributeName(call, "last-committed"), String(sequence(world, host))),
  ];
}

function start(call: AgentCall): AgentReply {
  const { operation, world } = call;
  world.processes[processKey(operation.node, operation.rsc.id)] ??= newProcess(call);
  const writes = report(call);
  if (promotedHosts(world, operation.rsc.id).length > 0)
    writes.push(setReboot(call.target, scoreName(operation), "100"));
  else writes.push(setReboot(call.target, scoreName(operation), undefined), ...detectFirst(call, writes));
  return { rc: Rc.ok, writes };
}

function monitor(call: AgentCall): AgentReply {
  const { operation, process, view, target, world } = call;
  if (process === undefined) return { rc: Rc.notRunning };
  if (process.promoted) {
    const probe = operation.intervalMs === 0;
    return { rc: Rc.promoted, writes: probe ? [setReboot(target, scoreName(operation), "100")] : [] };
  }
  if (view.attribute(target, attributeName(call, "last-committed")) === undefined) return { rc: Rc.notRunning };
  if (promotedHosts(world, operation.rsc.id).length > 0)
    return { rc: Rc.ok, writes: [setReboot(target, scoreName(operation), "100")] };
  return { rc: Rc.ok, writes: detectFirst(call, []) };
}

function promote(call: AgentCall): AgentReply {
  const { operation, process, world, view, target } = call;
  if (process === undefined) return { rc: Rc.notRunning, reason: "galera is not started" };
  const cleared = [
    setReboot(target, attributeName(call, "last-committed"), undefined),
    setReboot(target, attributeName(call, "safe-to-bootstrap"), undefined),
  ];
  if (promotedHosts(world, operation.rsc.id).some((h) => h !== call.host)) {
    process.promoted = true;
    return { rc: Rc.ok, writes: cleared };
  }
  if (view.attribute(target, attributeName(call, "bootstrap")) !== "true") {
    // No cluster to join and not chosen to begin one: give the role up; a monitor decides again which node begins.
    return { rc: Rc.ok, writes: [setReboot(target, scoreName(operation), undefined)] };
  }
  process.promoted = true;
  const scores = members(call).map((node) => setReboot(node, scoreName(operation), "100"));
  return {
    rc: Rc.ok,
    writes: [...cleared, ...scores, setReboot(target, attributeName(call, "bootstrap"), undefined)],
  };
}

function demote(call: AgentCall): AgentReply {
  const { operation, process, world, host, target, now } = call;
  if (process?.promoted === true) {
    leaveCluster(world, host, now, true);
    process.promoted = false;
  }
  const cleared = [
    setReboot(target, attributeName(call, "bootstrap"), undefined),
    setReboot(target, scoreName(operation), undefined),
  ];
  return { rc: Rc.ok, writes: [...cleared, ...report(call)] };
}

function stop(call: AgentCall): AgentReply {
  const { operation, process, world, host, target, now } = call;
  if (process?.promoted === true) leaveCluster(world, host, now, true);
  delete world.processes[processKey(operation.node, operation.rsc.id)];
  const names = ["safe-to-bootstrap", "last-committed", "bootstrap"].map((n) => attributeName(call, n));
  return {
    rc: Rc.ok,
    writes: [...names, scoreName(operation)].map((name) => setReboot(target, name, undefined)),
  };
}

/** The nodes of `wsrep_cluster_address`, by their cluster names. */
function members(call: AgentCall): string[] {
  const { attributes } = call.operation;
  const map = new Map<string, string>();
  for (const pair of (attributes.cluster_host_map ?? "").split(";")) {
    const [node, name] = pair.trim().split(":");
    if (node !== undefined && name !== undefined) map.set(name, node);
  }
  const address = (attributes.wsrep_cluster_address ?? "").replace("gcomm://", "");
  const names = address.split(",").map((n) => n.trim());
  const known = names.filter((n) => n !== "").map((name) => map.get(name) ?? name);
  return known.length > 0 ? known : Object.keys(call.world.machines);
}

/** Gives the most advanced node its score, once that is known. */
function detectFirst(call: AgentCall, own: readonly Write[]): Write[] {
  const read = (node: string, what: string): string | undefined => {
    const name = attributeName(call, what);
    const written = own.find((w) => w.kind === "attribute" && w.node === node && w.name === name);
    return written?.kind === "attribute" ? written.value : call.view.attribute(node, name);
  };
  let best: { node: string; seqno: number } | undefined;
  for (const node of members(call)) {
    if (read(node, "safe-to-bootstrap") === "1") {
      best = { node, seqno: Number.POSITIVE_INFINITY };
      break;
    }
  }
  if (best === undefined) {
    for (const node of members(call)) {
      const last = read(node, "last-committed");
      if (last === undefined) return [];
      if (best === undefined || Number(last) >= best.seqno) best = { node, seqno: Number(last) };
    }
  }
  if (best === undefined) return [];
  return [
    setReboot(best.node, attributeName(call, "bootstrap"), "true"),
    setReboot(best.node, scoreName(call.operation), "100"),
  ];
}
