/**
 * Virtual machines, which may be nodes themselves: what runs inside one ends with it, and moves with it.
 * Source: ocf:heartbeat:VirtualDomain of resource-agents 4.12.
 */
import { Rc } from "../../../../cib/result-code.ts";
import { type AgentCall, type AgentReply, genericAction, type SimulatedAgent, simulatedAgent } from "./agent.ts";
import { killContainer } from "./faults.ts";

export const virtualMachine: SimulatedAgent = simulatedAgent(
  { start: 1500, stop: 2000, migrate_to: 3000, migrate_from: 300, monitor: 100 },
  {
    stop: (call: AgentCall): AgentReply => {
      if (call.process !== undefined) killContainer(call.world, call.process, call.now);
      return { rc: Rc.ok };
    },
    migrate_from: (call: AgentCall): AgentReply => {
      const answer = genericAction(call);
      const { world, operation, host } = call;
      for (const process of Object.values(world.processes))
        if (process.container === operation.rsc.id) process.host = host;
      return answer;
    },
  },
);
