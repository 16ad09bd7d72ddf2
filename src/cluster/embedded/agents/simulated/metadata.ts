/**
 * What the simulated agents' metadata say: which parameters cannot be changed by a reload. Source: the agents of
 * resource-agents 4.12 and Pacemaker 2.1.5.
 */

import type { GraphResource } from "../../../../scheduler/graph/transition.ts";
import type { AgentMetadata } from "../../engine/message.ts";
import { agentName } from "../agents.ts";

const RESTART_PARAMETERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["ocf:pacemaker:remote", ["port", "server"]],
  ["ocf:pacemaker:Dummy", ["state"]],
  ["ocf:pacemaker:Stateful", ["state"]],
]);

export function simulatedMetadata(agent: GraphResource): AgentMetadata {
  return { restartParameters: RESTART_PARAMETERS.get(agentName(agent)) };
}
