/**
 * Instances of SAP's central services. An enqueue replication server says on its node that it runs there.
 * Source: ocf:heartbeat:SAPInstance of resource-agents 4.12.
 */
import {
  type AgentCall,
  type AgentReply,
  genericAction,
  type SimulatedAgent,
  setReboot,
  simulatedAgent,
} from "./agent.ts";

function telling(value: string): (call: AgentCall) => AgentReply {
  return (call) => {
    const { IS_ERS: isErs, InstanceName: name = "" } = call.operation.attributes;
    const answer = genericAction(call);
    const [sid = ""] = name.split("_");
    return isErs === "true" && sid !== ""
      ? { ...answer, writes: [setReboot(call.target, `runs_ers_${sid}`, value)] }
      : answer;
  };
}

export const sapInstance: SimulatedAgent = simulatedAgent(
  { start: 6000, stop: 4000, monitor: 300 },
  { start: telling("1"), stop: telling("0") },
);
