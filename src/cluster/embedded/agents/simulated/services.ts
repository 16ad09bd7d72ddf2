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
  reachable,
  type SimulatedAgent,
  setForever,
  setReboot,
  simulatedAgent,
} from "./agent.ts";
import { availabilityGroup } from "./availability-group.ts";
import { drbd } from "./drbd.ts";
import { killContainer } from "./faults.ts";
import { galera } from "./galera.ts";
import { paf } from "./paf.ts";
import { pgsql } from "./pgsql.ts";
import { isOfPromotable, promotable } from "./promotable.ts";
import { ovndbServers, redis } from "./replicated.ts";
import { sapHana } from "./sap-hana.ts";
import { sapInstance } from "./sap-instance.ts";
import { SHARED_STORAGE } from "./shared-storage.ts";
import { virtualMachine } from "./virtual-machine.ts";
import { processesOf, processKey, viaOf } from "./world-state.ts";

/** A member remembers, on its node, the name it last had in the broker cluster. */
const rabbitmq = simulatedAgent(
  { start: 7000, stop: 3000, monitor: 300, notify: 100 },
  {
    start: (call) => {
      const value = `rabbit@${call.target}`;
      const { target, operation } = call;
      return {
        ...genericAction(call),
        writes: [
          setReboot(target, `rmq-node-attr-${operation.rsc.id}`, value),
          setForever(target, `rmq-node-attr-last-known-${operation.rsc.id}`, value),
        ],
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
      // The end of a migration stops the connection that another one has taken the place of.
      if (hasConnection(call)) delete call.world.guests[call.operation.rsc.id];
      return { rc: Rc.ok };
    },
    monitor: (call) => ({
      rc: hasConnection(call) ? Rc.ok : Rc.notRunning,
    }),
  },
);

function hasConnection({ world, operation, host }: AgentCall): boolean {
  const connection = world.guests[operation.rsc.id];
  return connection !== undefined && viaOf(connection) === host;
}

function connect(call: AgentCall): AgentReply {
  const { operation, world, host } = call;
  const inside = operation.container;
  if (inside === undefined) {
    world.guests[operation.rsc.id] = { container: "", host };
    return { rc: Rc.ok };
  }
  // The container may be on a remote node, whose connections are those of a cluster node.
  const running = processesOf(world, inside).find((p) => reachable(world, p.host));
  if (running === undefined) return { rc: Rc.error, reason: "no executor answers" };
  world.guests[operation.rsc.id] = { container: running.rsc, host: running.host, via: host };
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
  ["ocf:linbit:drbd", drbd],
  ["ocf:heartbeat:pgsqlms", paf],
  ["ocf:heartbeat:SAPHana", sapHana],
  ["ocf:suse:SAPHana", sapHana],
  ["ocf:suse:SAPHanaController", sapHana],
  ["ocf:heartbeat:SAPInstance", sapInstance],
  ["ocf:mssql:ag", availabilityGroup],
  ["ocf:heartbeat:VirtualDomain", virtualMachine],
  ...SHARED_STORAGE,
  ["ocf:heartbeat:IPaddr2", simulatedAgent({ start: 200, stop: 100, monitor: 30 })],
]);

const plain = simulatedAgent({});
const GENERIC: SimulatedAgent = {
  duration: plain.duration,
  finish: (call) => (isOfPromotable(call.operation) ? promotable : plain).finish(call),
};
/** Without replication it is a service like any other. */
const POSTGRESQL: SimulatedAgent = {
  duration: pgsql.duration,
  finish: (call) => (isOfPromotable(call.operation) ? pgsql : plain).finish(call),
};

export function agentFor(rsc: GraphResource): SimulatedAgent {
  if (agentName(rsc) === "ocf:heartbeat:pgsql") return POSTGRESQL;
  return rsc.class === "stonith" ? fenceDevice : (AGENTS.get(agentName(rsc)) ?? GENERIC);
}
