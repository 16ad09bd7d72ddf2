/**
 * How a simulated agent behaves: how long each action takes, and what it does to the world when it ends. The generic
 * one keeps a process per place; the others add what their service is known for.
 */

import { Rc } from "../../../../cib/result-code.ts";
import type { Write } from "../../engine/message.ts";
import type { Operation } from "../../engine/state.ts";
import type { AgentSink } from "../agents.ts";
import { agentName } from "../agents.ts";
import { isRemote, machineOf, type Process, processesOf, processKey, type WorldState } from "./world-state.ts";

export interface AgentReply {
  readonly rc: number;
  readonly reason?: string;
  readonly writes?: readonly Write[];
}

export interface AgentCall {
  readonly operation: Operation;
  readonly world: WorldState;
  readonly view: Pick<AgentSink, "attribute" | "property">;
  readonly now: number;
  /** The machine it happens on. */
  readonly host: string;
  readonly process: Process | undefined;
  /** The node whose attributes the agent sets: a bundle's agent may set its host's. */
  readonly target: string;
}

export interface SimulatedAgent {
  /** Milliseconds. */
  duration(operation: Operation, world: WorldState): number;
  finish(call: AgentCall): AgentReply;
}

const DURATIONS: Readonly<Record<string, number>> = {
  start: 500,
  stop: 400,
  promote: 600,
  demote: 500,
  monitor: 50,
  notify: 50,
  migrate_to: 800,
  migrate_from: 400,
};

/** An agent with other durations, and with some actions of its own. */
export function simulatedAgent(
  durations: Readonly<Record<string, number>>,
  actions: Readonly<Record<string, (call: AgentCall) => AgentReply>> = {},
): SimulatedAgent {
  const allDurations = new Map(Object.entries({ ...DURATIONS, ...durations }));
  const ownActions = new Map(Object.entries(actions));
  return {
    duration: (operation) => allDurations.get(operation.task) ?? 100,
    finish: (call) => (ownActions.get(call.operation.task) ?? genericAction)(call),
  };
}

export function genericAction(call: AgentCall): AgentReply {
  const { operation, world, process } = call;
  const key = processKey(operation.node, operation.rsc.id);
  switch (operation.task) {
    case "monitor":
      if (process === undefined) return { rc: Rc.notRunning };
      return { rc: process.promoted ? Rc.promoted : Rc.ok };
    case "start":
    case "migrate_from":
      if (process === undefined) world.processes[key] = newProcess(call);
      return { rc: Rc.ok };
    case "stop":
    case "migrate_to":
      delete world.processes[key];
      return { rc: Rc.ok };
    case "promote":
    case "demote":
      if (process === undefined) return { rc: Rc.notRunning, reason: `${operation.rsc.id} is not running` };
      process.promoted = operation.task === "promote";
      return { rc: Rc.ok };
    default:
      return { rc: Rc.ok };
  }
}

export function newProcess(call: AgentCall): Process {
  const { operation, world, host } = call;
  return {
    rsc: operation.rsc.id,
    agent: agentName(operation.rsc),
    where: operation.node,
    host,
    container: world.guests[operation.node]?.container,
    promoted: false,
    singleton: operation.attributes.CRM_meta_clone === undefined,
  };
}

/** The promoted instance's machine, if one is up and can be reached. */
export function promotedHosts(world: WorldState, rsc: string): string[] {
  return processesOf(world, rsc)
    .filter((p) => p.promoted && reachable(world, p.host))
    .map((p) => p.host);
}

export function reachable(world: WorldState, host: string): boolean {
  const connection = isRemote(world, host) ? world.guests[host] : undefined;
  const machine = world.machines[connection?.host ?? host];
  return machine !== undefined && machine.power === "on" && !machine.cut;
}

/** `crm_master` (or `crm_attribute -l reboot`) on the agent's target node. */
export function setReboot(node: string, name: string, value: string | undefined): Write {
  return { kind: "attribute", node, name, value, lifetime: "reboot" };
}

/** `crm_attribute -l forever`: it outlives a restart of the node. */
export function setForever(node: string, name: string, value: string | undefined): Write {
  return { kind: "attribute", node, name, value, lifetime: "forever" };
}

/** The promotion score's attribute. */
export function scoreName(operation: Operation): string {
  return `master-${operation.rsc.id}`;
}

export function attributeTarget(operation: Operation, world: WorldState): string {
  if (operation.attributes.CRM_meta_container_attribute_target !== "host") return operation.node;
  return operation.attributes.CRM_meta_physical_host ?? machineOf(world, operation.node) ?? operation.node;
}
