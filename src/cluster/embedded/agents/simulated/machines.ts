/** Machines: power, booting, and how soon the others notice. Milliseconds, as a small cluster has them. */

import type { Presence } from "../../../port.ts";
import { leaveCluster } from "./galera.ts";
import { type Machine, post, processKey, viaOf, type WorldState } from "./world-state.ts";

/** From power on to membership. */
const BOOT_TIME = 20_000;
/** From silence to loss of membership, and from being reachable to membership. */
const TOKEN_TIME = 1000;

export function boot(world: WorldState, machine: Machine, at: number, why: "fenced" | "switched-on"): void {
  machine.power = "booting";
  machine.back = { why, since: at };
  world.plans.push({ at: at + BOOT_TIME, kind: "boot", machine: machine.name });
}

/** Makes the other machines check a moment later whether this one is present. */
export function planMembership(world: WorldState, machine: Machine, at: number): void {
  world.plans.push({ at: at + TOKEN_TIME, kind: "membership", machine: machine.name });
}

/** Takes the machine down with everything that runs on it; operations under way there get no result. */
export function machineLost(world: WorldState, machine: Machine, at: number, power: "off" | "crashed"): void {
  machine.power = power;
  machine.cut = false;
  delete machine.back;
  for (const [key, process] of Object.entries(world.processes)) {
    if (process.host !== machine.name) continue;
    if (process.promoted && process.agent.endsWith(":galera")) leaveCluster(world, machine.name, at, false);
    delete world.processes[key];
  }
  for (const [guest, connection] of Object.entries(world.guests))
    if (connection.host === machine.name || viaOf(connection) === machine.name) delete world.guests[guest];
  for (const [id, call] of Object.entries(world.calls))
    if (call.operation.host === machine.name) delete world.calls[id];
  world.plans = world.plans.filter((p) => p.kind !== "boot" || p.machine !== machine.name);
  planMembership(world, machine, at);
}

/** It stops its cluster stack, all its resources being stopped. */
export function leave(world: WorldState, machine: Machine, at: number): void {
  machine.power = "off";
  for (const process of Object.values(world.processes)) {
    if (process.host === machine.name) delete world.processes[processKey(process.where, process.rsc)];
  }
  planMembership(world, machine, at);
}

export function isPresent(machine: Machine): boolean {
  return machine.power === "on" && !machine.cut;
}

/** What asking every machine now would show. */
export function presenceOf(world: WorldState): Presence {
  const machines = Object.values(world.machines);
  return {
    silent: machines.filter((m) => m.member && !isPresent(m)).map((m) => m.name),
    returning: machines
      .filter((m) => !m.member && (m.power === "booting" || isPresent(m)))
      .map((m) => ({ node: m.name, why: m.back?.why ?? "switched-on", since: m.back?.since ?? 0 })),
  };
}

/** Reports a change of membership to the cluster, if what it knows of the machine is out of date. */
export function tellMembership(world: WorldState, machine: Machine): void {
  if (isPresent(machine) === machine.member) return;
  machine.member = isPresent(machine);
  const booted = machine.back !== undefined && machine.back.why !== "reachable";
  delete machine.back;
  const { name, id, member } = machine;
  post(world, { kind: "membership", node: name, id, member, ...(member && booted ? { booted } : {}) });
}
