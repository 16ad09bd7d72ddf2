/**
 * The other agents of the catalogue: RabbitMQ, containers, connections to guest nodes, fence devices, and the plain
 * ones. Source: ocf:heartbeat:{rabbitmq-cluster,podman,docker,IPaddr2}, ocf:pacemaker:remote.
 */

import type { GraphResource } from "../../../../scheduler/graph/transition.ts";
import { agentName } from "../agents.ts";
import {
  type Agent,
  type AgentCall,
  type Answer,
  agent,
  genericAction,
  newProcess,
  OCF_ERR_GENERIC,
  OCF_NOT_RUNNING,
  OCF_SUCCESS,
  scoreName,
  setReboot,
} from "./agent.ts";
import { killContainer } from "./faults.ts";
import { galera } from "./galera.ts";
import { ovndbServers, redis } from "./replicated.ts";
import { processesOf, processKey } from "./world-state.ts";

/** A member remembers, on its node, the name it last had in the broker cluster. */
const rabbitmq = agent(
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

const container = agent(
  { start: 1500, stop: 1000, monitor: 150 },
  {
    start: (call) => {
      call.world.processes[processKey(call.operation.node, call.operation.rsc.id)] ??= {
        ...newProcess(call),
        singleton: true,
      };
      return { rc: OCF_SUCCESS };
    },
    stop: (call) => {
      if (call.process !== undefined) killContainer(call.world, call.process, call.now);
      return { rc: OCF_SUCCESS };
    },
  },
);

/** The connection is there as long as the container is. */
const remote = agent(
  { start: 300, stop: 50, monitor: 20 },
  {
    start: (call) => connect(call),
    migrate_from: (call) => connect(call),
    stop: (call) => {
      delete call.world.guests[call.operation.rsc.id];
      return { rc: OCF_SUCCESS };
    },
    monitor: (call) => ({
      rc: call.world.guests[call.operation.rsc.id]?.host === call.host ? OCF_SUCCESS : OCF_NOT_RUNNING,
    }),
  },
);

function connect(call: AgentCall): Answer {
  const { operation, world, host } = call;
  const inside = operation.container;
  if (inside === undefined) {
    // A remote node is a machine of its own, always up here.
    world.guests[operation.rsc.id] = { container: "", host };
    return { rc: OCF_SUCCESS };
  }
  const running = processesOf(world, inside).find((p) => p.host === host);
  if (running === undefined) return { rc: OCF_ERR_GENERIC, reason: "no executor answers" };
  world.guests[operation.rsc.id] = { container: running.rsc, host };
  return { rc: OCF_SUCCESS };
}

const fenceDevice = agent(
  { start: 400, stop: 20, monitor: 300 },
  {
    start: (call) => {
      if (call.world.failingDevices.includes(call.operation.rsc.id))
        return { rc: OCF_ERR_GENERIC, reason: "the device does not answer" };
      return genericAction(call);
    },
    monitor: (call) => {
      if (call.process === undefined) return { rc: OCF_NOT_RUNNING };
      return call.world.failingDevices.includes(call.operation.rsc.id)
        ? { rc: OCF_ERR_GENERIC, reason: "the device does not answer" }
        : { rc: OCF_SUCCESS };
    },
  },
);

/** Promotable without anything behind it, as Pacemaker's own example. */
const stateful = agent(
  {},
  {
    start: (call) => ({ ...genericAction(call), writes: [setReboot(call.target, scoreName(call.operation), "5")] }),
    promote: (call) => ({ ...genericAction(call), writes: [setReboot(call.target, scoreName(call.operation), "10")] }),
    demote: (call) => ({ ...genericAction(call), writes: [setReboot(call.target, scoreName(call.operation), "5")] }),
    stop: (call) => ({
      ...genericAction(call),
      writes: [setReboot(call.target, scoreName(call.operation), undefined)],
    }),
  },
);

const AGENTS: ReadonlyMap<string, Agent> = new Map<string, Agent>([
  ["ocf:heartbeat:galera", galera],
  ["ocf:heartbeat:redis", redis],
  ["ocf:ovn:ovndb-servers", ovndbServers],
  ["ocf:heartbeat:rabbitmq-cluster", rabbitmq],
  ["ocf:heartbeat:podman", container],
  ["ocf:heartbeat:docker", container],
  ["ocf:heartbeat:rkt", container],
  ["ocf:pacemaker:remote", remote],
  ["ocf:pacemaker:Stateful", stateful],
  ["ocf:heartbeat:IPaddr2", agent({ start: 200, stop: 100, monitor: 30 })],
]);

const GENERIC = agent({});

export function agentFor(rsc: GraphResource): Agent {
  return rsc.class === "stonith" ? fenceDevice : (AGENTS.get(agentName(rsc)) ?? GENERIC);
}
