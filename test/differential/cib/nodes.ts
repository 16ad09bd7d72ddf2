/** Random nodes, with attributes and capacities. */
import { type Element, element } from "../../../src/cib/tree.ts";
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
      String(i + 1),
      name,
      r.weighted([
        [5, undefined],
        [1, "member"],
        [1, "normal"],
      ]),
    ),
  );
  const remotes = plan.remotes.filter(() => r.chance(0.3)).map((name) => nodeElement(plan, name, name, "remote"));
  return element("nodes", {}, r.chance(0.2) ? r.shuffle([...listed, ...remotes]) : [...listed, ...remotes]);
}

function nodeElement(plan: Plan, id: string, uname: string, type: string | undefined): Element {
  const { r } = plan;
  return element("node", { id, uname, type }, [
    ...block(plan, "instance_attributes", new Map([...r.some(NODE_ATTRIBUTES), ...r.some(RARE)])),
    ...(plan.utilization && r.chance(0.9) ? block(plan, "utilization", capacities(plan)) : []),
  ]);
}

function capacities(plan: Plan): Map<string, string> {
  const { r } = plan;
  return new Map([
    ["cpu", String(r.between(1, 8))],
    ...(r.chance(0.5) ? [["memory", String(r.between(256, 4096))] as const] : []),
  ]);
}
