/**
 * What the engine has to know of an agent beyond its answers: which parameters cannot be changed by a reload. The
 * agents' own metadata would say; these are the ones the catalogue uses. Source: the agents of resource-agents 4.12
 * and Pacemaker 2.1.5 (`ocf:pacemaker:remote`).
 */

import type { GraphResource } from "../../../scheduler/graph/transition.ts";

export interface AgentMetadata {
  /** Undefined for an agent that cannot reload: any change restarts it. */
  readonly restartParameters: readonly string[] | undefined;
}

const RELOADABLE: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ["ocf:pacemaker:remote", ["port", "server"]],
  ["ocf:pacemaker:Dummy", ["state"]],
  ["ocf:pacemaker:Stateful", ["state"]],
]);

export function agentMetadata(rsc: GraphResource): AgentMetadata {
  return { restartParameters: RELOADABLE.get(agentName(rsc)) };
}

export function agentName(rsc: GraphResource): string {
  return rsc.provider === undefined ? `${rsc.class}:${rsc.type}` : `${rsc.class}:${rsc.provider}:${rsc.type}`;
}
