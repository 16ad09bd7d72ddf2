/** Random nodes, with attributes and capacities. */
import { type Element, element } from "../../../src/cib/xml/tree.ts";
import { block, NODE_ATTRIBUTES, type Plan } from "./plan.ts";

const RARE: readonly (readonly [string, number, readonly string[]])[] = [
  ["standby", 0.04, ["on", "true", "off"]],
  ["maintenance", 0.04, ["true", "false"]],
  ["#health-disk", 0.05, ["red", "yellow", "green", "-20"]],
  ["probe_complete", 0.02, ["false"]],
  ["resource-discovery-enabled", 0.03, ["false"]],
  ["terminate", 0.01, ["true"]],
];

export function nodesSection(plan: Plan): Element {
  const { r } = plan;
  const listed = plan.nodes.map((name, i) =>
    nodeElement(
      plan,
      i,
      String(i + 1),
      name,
      r.weighted([
        [5, undefined],
        [1, "member"],
      ]),
    ),
  );
  const remotes = plan.remotes
    .filter(() => plan.utilization || r.chance(0.3))
    .map((name, i) => nodeElement(plan, plan.nodes.length + i, name, name, "remote"));
  return element("nodes", {}, r.chance(0.2) ? r.shuffle([...listed, ...remotes]) : [...listed, ...remotes]);
}

function nodeElement(plan: Plan, index: number, id: string, uname: string, type: string | undefined): Element {
  const { r } = plan;
  return element("node", { id, uname, type }, [
    ...block(plan, "instance_attributes", new Map([...r.some(NODE_ATTRIBUTES), ...r.some(RARE)])),
    ...(plan.utilization ? block(plan, "utilization", capacities(plan, index)) : []),
  ]);
}

/**
 * Pacemaker picks among nodes of equal remaining capacity by the order of a hash table, and compares several capacities
 * by how many are more and how many are less, which is no order at all: where that decides, nothing can be told. Hence
 * one capacity, whose remainder by eight tells the nodes apart whatever is taken from them (see CONSUMED), on each node and for good.
 */
function capacities(plan: Plan, index: number): Map<string, string> {
  return new Map([["cpu", String(8 * plan.r.between(1, 8) + index)]]);
}
