/** The use cases of agents: which there are, and what one takes. Asked of a node, where the cluster has nodes to ask. */
import { didYouMean } from "../../cib/value/nearest.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import { AGENT_NAMES, AGENT_PARAMETERS } from "../../manifest/catalogue/known-agents.ts";
import type { AgentDescription, AgentList } from "../../report/agent/document.ts";
import { describeAgent } from "../../report/agent/metadata.ts";

const SHIPPED = [...AGENT_NAMES].flatMap(([prefix, names]) => [...names].map((name) => `${prefix}${name}`));

/** @param part a text in their names; undefined for all */
export async function listAgents(cluster: Cluster, part: string | undefined): Promise<AgentList> {
  const all = await namesFrom(cluster);
  const wanted = part?.toLowerCase() ?? "";
  const agents = all.filter((name) => name.toLowerCase().includes(wanted)).sort();
  return { document: "agents", version: 1, source: cluster.tools === undefined ? "shipped" : "node", agents };
}

async function namesFrom(cluster: Cluster): Promise<readonly string[]> {
  return cluster.tools === undefined ? SHIPPED : cluster.tools.agents();
}

/**
 * @param name whole, or the type alone where only one agent is called so
 * Rejects with `missing`, and with `usage` for a type of several agents.
 */
export async function showAgent(cluster: Cluster, name: string): Promise<AgentDescription> {
  const agent = name.includes(":") ? name : wholeName(name, await namesFrom(cluster));
  if (cluster.tools !== undefined) return describeAgent(agent, await cluster.tools.metadata(agent));
  const known = AGENT_PARAMETERS.get(agent);
  if (known === undefined) {
    const hint = SHIPPED.includes(agent)
      ? "ask a node that has the agent: holdfast agent describe -c pacemaker:"
      : didYouMean(agent, SHIPPED);
    throw new HoldfastError(
      "missing",
      SHIPPED.includes(agent)
        ? `Holdfast knows the agent ${agent} by name only, and this cluster has no node to ask`
        : `there is no agent "${agent}"`,
      hint === undefined ? {} : { hint },
    );
  }
  const parameters = [...known].sort().map((parameter) => ({ name: parameter }));
  return { document: "agent", version: 1, source: "shipped", agent, parameters, operations: [] };
}

function wholeName(type: string, all: readonly string[]): string {
  const found = all.filter((name) => name.endsWith(`:${type}`));
  const [only] = found;
  if (only === undefined) {
    const hint = didYouMean(
      type,
      all.map((name) => name.slice(name.lastIndexOf(":") + 1)),
    );
    throw new HoldfastError("missing", `there is no agent "${type}"`, hint === undefined ? {} : { hint });
  }
  if (found.length > 1)
    throw new HoldfastError("usage", `several agents are called ${type}`, { hint: `name one of ${found.join(", ")}` });
  return only;
}
