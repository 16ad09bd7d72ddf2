/**
 * Services with one promoted instance that set a promotion score for every started one: redis and OVN's databases.
 * Redis with `wait_last_known_master` holds scores back until the last promoted node is up again or another is promoted.
 * Source: ocf:heartbeat:redis of resource-agents 4.12; ocf:ovn:ovndb-servers.
 */

import { Rc } from "../../../../cib/result-code.ts";
import type { Write } from "../../engine/message.ts";
import {
  type AgentCall,
  type AgentReply,
  genericAction,
  promotedHosts,
  type SimulatedAgent,
  scoreName,
  setReboot,
  simulatedAgent,
} from "./agent.ts";
import { processKey } from "./world-state.ts";

interface Service {
  readonly durations: Readonly<Record<string, number>>;
  /** Score of an instance in each role. */
  readonly scores: { readonly unpromoted: string; readonly promoted: string };
  /** Where the agent keeps the promoted node's name. */
  readonly record: { readonly set: string; readonly name: string };
  readonly waitsForLast: boolean;
}

export const redis = replicated({
  durations: { start: 4000, promote: 900, demote: 700, stop: 700, monitor: 150, notify: 200 },
  scores: { unpromoted: "1", promoted: "1" },
  record: { set: "redis_replication", name: "redis_REPL_INFO" },
  waitsForLast: true,
});

export const ovndbServers = replicated({
  durations: { start: 2000, promote: 1200, demote: 700, stop: 700, monitor: 150, notify: 200 },
  scores: { unpromoted: "5", promoted: "10" },
  record: { set: "ovn_ovsdb_master_server", name: "OVN_REPL_INFO" },
  waitsForLast: false,
});

function replicated(service: Service): SimulatedAgent {
  const score = (call: AgentCall): Write[] => {
    const { operation, view, target, world } = call;
    if (
      service.waitsForLast &&
      operation.attributes.wait_last_known_master === "true" &&
      promotedHosts(world, operation.rsc.id).length === 0
    ) {
      const last = view.property(service.record.name);
      if (last !== undefined && last !== target) return [];
    }
    const value = call.process?.promoted === true ? service.scores.promoted : service.scores.unpromoted;
    return view.attribute(target, scoreName(operation)) === value
      ? []
      : [setReboot(target, scoreName(operation), value)];
  };
  const actions: Readonly<Record<string, (call: AgentCall) => AgentReply>> = {
    start: (call) => {
      const answer = genericAction(call);
      return {
        ...answer,
        writes: score({
          ...call,
          process: call.world.processes[processKey(call.operation.node, call.operation.rsc.id)],
        }),
      };
    },
    monitor: (call) => {
      if (call.process === undefined) return { rc: Rc.notRunning };
      return { rc: call.process.promoted ? Rc.promoted : Rc.ok, writes: score(call) };
    },
    promote: (call) => {
      const answer = genericAction(call);
      if (answer.rc !== Rc.ok) return answer;
      const record: Write = {
        kind: "property",
        set: service.record.set,
        name: service.record.name,
        value: call.target,
      };
      return {
        ...answer,
        writes: [record, setReboot(call.target, scoreName(call.operation), service.scores.promoted)],
      };
    },
    demote: (call) => {
      const answer = genericAction(call);
      if (answer.rc !== Rc.ok) return answer;
      return { ...answer, writes: [setReboot(call.target, scoreName(call.operation), service.scores.unpromoted)] };
    },
    stop: (call) => ({
      ...genericAction(call),
      writes: [setReboot(call.target, scoreName(call.operation), undefined)],
    }),
  };
  return simulatedAgent(service.durations, actions);
}
