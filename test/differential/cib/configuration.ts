/** A random configuration: nodes, resources, constraints, options, and the plan that the history then builds on. */
import { type Element, element } from "../../../src/cib/xml/tree.ts";
import type { Random } from "../random.ts";
import { constraintsSection, tagsSection } from "./constraints.ts";
import { nodesSection } from "./nodes.ts";
import { clusterOptions, defaults } from "./options.ts";
import type { Plan } from "./plan.ts";
import { resourcesSection } from "./resources.ts";

export function newPlan(r: Random): Plan {
  const count = r.weighted([
    [1, 1],
    [3, 2],
    [5, 3],
    [2, 4],
    [1, 5],
  ]);
  const stem = r.pick(["node", "n", "db-", "Host"]);
  const first = r.chance(0.15) ? 9 : 1;
  return {
    r,
    start: 1_700_000_000 + r.int(200_000),
    nodes: Array.from({ length: count }, (_, i) => `${stem}${first + i}`),
    remotes: [],
    referents: [],
    tickets: ["ticketA", "ticketB"],
    utilization: r.chance(0.15),
    ids: 0,
  };
}

export function configuration(plan: Plan): Element {
  const { r } = plan;
  // Resources first: what they are called decides what the rest can speak of.
  const resources = resourcesSection(plan);
  const tags = tagsSection(plan);
  const constraints = constraintsSection(plan);
  const nodes = nodesSection(plan);
  const topology = r.chance(0.15) ? [fencingTopology(plan)] : [];
  return element("configuration", {}, [
    clusterOptions(plan),
    nodes,
    resources,
    constraints,
    ...tags,
    ...topology,
    ...defaults(plan),
  ]);
}

function fencingTopology(plan: Plan): Element {
  const levels = plan.nodes.map((target, i) =>
    element("fencing-level", { id: `fl-${i}`, target, index: "1", devices: "fence1" }),
  );
  return element("fencing-topology", {}, levels);
}
