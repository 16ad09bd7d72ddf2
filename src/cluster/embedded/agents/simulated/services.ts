/**
 * The other agents of the catalogue: RabbitMQ, containers, connections to guest nodes, fence devices, and the plain
 * ones. Source: ocf:heartbeat:{rabbitmq-cluster,podman,docker,IPaddr2}, ocf:pacemaker:remote.
 */

import { Rc } from "../../../../cib/result-code.ts";
import type { GraphResource } from "../../../../scheduler/graph/transition.ts";
import { agentName } from "../agents.ts";
import {
  type AgentCall,
  type AgentReply,
  genericAction,
  newProcess,
  type SimulatedAgent,
  setReboot,
  simulatedAgent,
} from "./agent.ts";
import { killContainer } from "./faults.ts";
import { galera } from "./galera.ts";
import { isOfPromotable, promotable } from "./promotable.ts";
import { ovndbServers, redis } from "./replicated.ts";
import { processesOf, processKey } from "./world-state.ts";

/** A member remembers, on its node, the name it last had in the broker cluster. */
const rabbitmq = simulatedAgent(
  { start: 7000, stop: 3000, monitor: 300, notify: 100 },
  {
    start: (call) => {
      const value = `rabbit@${call.target}`;
      const forever = {
        kind: "attribute",
        node: call.target,
        name: `rmq-node-attr-last-known-${call.operation.rsc.id}`,
        value,
        lifetime: "forever",
      } as const;
      return {
        ...genericAction(call),
        writes: [setReboot(call.target, `rmq-node-attr-${call.operation.rsc.id}`, value), forever],
      };
    },
    stop: (call) => ({
      ...genericAction(call),
      writes: [setReboot(call.target, `rmq-node-attr-${call.operation.rsc.id}`, undefined)],
    }),
  },
);

const container = simulatedAgent(
  { start: 1500, stop: 1000, monitor: 150 },
  {
    start: (call) => {
      call.world.processes[processKey(call.operation.node, call.operation.rsc.id)] ??= {
        ...newProcess(call),
        singleton: true,
      };
      return { rc: Rc.ok };
    },
    stop: (call) => {
      if (call.process !== undefined) killContainer(call.world, call.process, call.now);
      return { rc: Rc.ok };
    },
  },
);

/** The connection is there as long as the container is. */
const remote = simulatedAgent(
  { start: 300, stop: 50, monitor: 20 },
  {
    start: (call) => connect(call),
    migrate_from: (call) => connect(call),
    stop: (call) => {
      delete call.world.guests[call.operation.rsc.id];
      return { rc: Rc.ok };
    },
    monitor: (call) => ({
      rc: call.world.guests[call.operation.rsc.id]?.host === call.host ? Rc.ok : Rc.notRunning,
    }),
  },
);

function connect(call: AgentCall): AgentReply {
  const { operation, world, host } = call;
  const inside = operation.container;
  if (inside === undefined) {
    // A remote node is a machine of its own, always up here.
    world.guests[operation.rsc.id] = { container: "", host };
    return { rc: Rc.ok };
  }
  const running = processesOf(world, inside).find((p) => p.host === host);
  if (running === undefined) return { rc: Rc.error, reason: "no executor answers" };
  world.guests[operation.rsc.id] = { container: running.rsc, host };
  return { rc: Rc.ok };
}

const fenceDevice = simulatedAgent(
  { start: 400, stop: 20, monitor: 300 },
  {
    start: (call) => {
      if (call.world.failingDevices.includes(call.operation.rsc.id))
        return { rc: Rc.error, reason: "the device does not answer" };
      return genericAction(call);
    },
    monitor: (call) => {
      if (call.process === undefined) return { rc: Rc.notRunning };
      return call.world.failingDevices.includes(call.operation.rsc.id)
        ? { rc: Rc.error, reason: "the device does not answer" }
        : { rc: Rc.ok };
    },
  },
);

const AGENTS: ReadonlyMap<string, SimulatedAgent> = new Map<string, SimulatedAgent>([
  ["ocf:heartbeat:galera", galera],
  ["ocf:heartbeat:redis", redis],
  ["ocf:ovn:ovndb-servers", ovndbServers],
  ["ocf:heartbeat:rabbitmq-cluster", rabbitmq],
  ["ocf:heartbeat:podman", container],
  ["ocf:heartbeat:docker", container],
  ["ocf:heartbeat:rkt", container],
  ["ocf:pacemaker:remote", remote],
  ["ocf:heartbeat:IPaddr2", simulatedAgent({ start: 200, stop: 100, monitor: 30 })],
]);

const plain = simulatedAgent({});
const GENERIC: SimulatedAgent = {
  duration: plain.duration,
  finish: (call) => (isOfPromotable(call.operation) ? promotable : plain).finish(call),
};

export function agentFor(rsc: GraphResource): SimulatedAgent {
  return rsc.class === "stonith" ? fenceDevice : (AGENTS.get(agentName(rsc)) ?? GENERIC);
}
