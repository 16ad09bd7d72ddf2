/** What breaks, and how it is mended: the simulated world's side of each {@link Fault}. */

import type { Fault } from "../../../../report/done/document.ts";

import { leaveCluster } from "./galera.ts";
import { illnessKey } from "./in-step.ts";
import { boot, machineLost, planMembership } from "./machines.ts";
import { hasOwnRule, NO_SCORE, scoreKey } from "./promotable.ts";
import { machineOf, type Process, post, processesOf, processKey, type WorldState } from "./world-state.ts";

export type FaultOutcome = { readonly ok: boolean; readonly text: string };

const no = (text: string): FaultOutcome => ({ ok: false, text });
const yes = (text: string): FaultOutcome => ({ ok: true, text });

export function applyFault(world: WorldState, fault: Fault, at: number): FaultOutcome {
  switch (fault.kind) {
    case "node-crash":
    case "node-cut":
    case "node-heal":
    case "node-return":
    case "node-shutdown":
      return machineFault(world, fault.kind, fault.node, at);
    case "process-kill":
      return killProcess(world, fault.rsc, fault.node, at);
    case "container-kill": {
      const [running] = processesOf(world, fault.container);
      if (running === undefined) return no(`no container ${fault.container} is running`);
      killContainer(world, running, at);
      return yes(`container ${fault.container} on ${running.host} is killed`);
    }
    case "fence-fail":
      if (!world.failingDevices.includes(fault.device)) world.failingDevices.push(fault.device);
      return yes(`fence device ${fault.device} fails from now on`);
    case "fence-heal":
      world.failingDevices = world.failingDevices.filter((d) => d !== fault.device);
      return yes(`fence device ${fault.device} works again`);
    case "start-fail":
      world.startFails[fault.node === undefined ? fault.rsc : `${fault.rsc}@${fault.node}`] = fault.count;
      return yes(startFailText(fault));
    case "hang":
      world.hangs.push(`${fault.rsc}/${fault.task}`);
      return yes(`the next ${fault.task} of ${fault.rsc} hangs`);
    case "service-ill":
    case "service-well":
      return changeIllness(world, fault);
    case "slow-join":
      world.joinTimes[fault.rsc] = fault.seconds * 1000;
      return yes(`${fault.rsc} takes ${fault.seconds} s to be in step once it has started`);
    case "promotion-score":
      return choosePromotionScore(world, fault);
  }
}

function startFailText({ rsc, count, node }: Extract<Fault, { kind: "start-fail" }>): string {
  const where = `${rsc}${node === undefined ? "" : ` on ${node}`}`;
  if (count === 0) return `starts of ${where} no longer fail`;
  return count === 1 ? `the next start of ${where} fails` : `the next ${count} starts of ${where} fail`;
}

function choosePromotionScore(
  world: WorldState,
  { rsc, score, node }: Extract<Fault, { kind: "promotion-score" }>,
): FaultOutcome {
  const [running] = processesOf(world, rsc);
  if (running === undefined) return no(`${rsc} does not run`);
  if (hasOwnRule(running.agent)) return no(`the promotion scores of ${rsc} follow from its agent's own rule`);
  if (node !== undefined && world.machines[node] === undefined) return no(`there is no node ${node}`);
  world.scores[scoreKey(rsc, node)] = score;
  const where = node === undefined ? "" : ` on ${node}`;
  const what = score === NO_SCORE ? "no promotion score" : `the promotion score ${score}`;
  return yes(`${rsc}${where} sets ${what} from its next monitor on`);
}

/** Its monitors find nothing; only its own answers say so. */
function changeIllness(
  world: WorldState,
  { kind, rsc, node }: Extract<Fault, { kind: "service-ill" | "service-well" }>,
): FaultOutcome {
  const host = node === undefined ? undefined : (machineOf(world, node) ?? node);
  const key = illnessKey(rsc, host);
  const where = host === undefined ? "" : ` on ${host}`;
  world.ill = world.ill.filter((known) => known !== key && (host !== undefined || !known.startsWith(`${rsc}@`)));
  if (kind === "service-ill") world.ill.push(key);
  return yes(kind === "service-ill" ? `${rsc}${where} no longer does its work` : `${rsc}${where} does its work again`);
}

function machineFault(world: WorldState, kind: string, name: string, at: number): FaultOutcome {
  const machine = world.machines[name];
  if (machine === undefined) return no(`there is no node ${name}`);
  switch (kind) {
    case "node-crash":
      if (machine.power !== "on") return no(`${name} is not running`);
      machineLost(world, machine, at, "crashed");
      return yes(`${name} stops dead`);
    case "node-cut":
      if (machine.power !== "on" || machine.cut) return no(`${name} is not reachable as it is`);
      machine.cut = true;
      planMembership(world, machine, at);
      return yes(`${name} is cut off from the network`);
    case "node-heal":
      if (!machine.cut) return no(`${name} is not cut off`);
      machine.cut = false;
      if (!machine.member) machine.back = { why: "reachable", since: at };
      planMembership(world, machine, at);
      return yes(`${name} has its network back`);
    case "node-shutdown":
      if (!machine.member) return no(`${name} is not in the cluster`);
      post(world, { kind: "shutdown", node: name });
      return yes(`${name} is asked to leave`);
    default:
      if (machine.power === "booting") return no(`${name} is booting already`);
      if (machine.power === "on") return no(`${name} is not off`);
      boot(world, machine, at, "switched-on");
      return yes(`${name} is switched on`);
  }
}

function killProcess(world: WorldState, rsc: string, node: string | undefined, at: number): FaultOutcome {
  const all = processesOf(world, rsc);
  const there = node === undefined ? all : all.filter((p) => p.where === node || p.host === node);
  const victim = there.find((p) => p.promoted) ?? there[0];
  if (victim === undefined) return no(`${rsc} does not run${node === undefined ? "" : ` on ${node}`}`);
  if (victim.promoted && victim.agent.endsWith(":galera")) leaveCluster(world, victim.host, at, false);
  if (isContainer(victim)) killContainer(world, victim, at);
  else delete world.processes[processKey(victim.where, victim.rsc)];
  return yes(`${rsc} on ${victim.where} is killed`);
}

/** A container or a virtual machine. */
const isContainer = ({ agent }: Process): boolean => /:(podman|docker|rkt|VirtualDomain)$/.test(agent);

/** Everything in a container ends with it, and the connection to it breaks. */
export function killContainer(world: WorldState, container: Process, at: number): void {
  delete world.processes[processKey(container.where, container.rsc)];
  for (const [key, process] of Object.entries(world.processes)) {
    if (process.container !== container.rsc) continue;
    if (process.promoted && process.agent.endsWith(":galera")) leaveCluster(world, process.host, at, false);
    delete world.processes[key];
  }
  for (const [guest, connection] of Object.entries(world.guests)) {
    if (connection.container !== container.rsc || connection.host !== container.host) continue;
    delete world.guests[guest];
    for (const [id, call] of Object.entries(world.calls)) if (call.operation.node === guest) delete world.calls[id];
    post(world, { kind: "connection-lost", guest });
  }
}
