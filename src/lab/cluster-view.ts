/** The DC, quorum and online nodes of the lab's cluster, from crm_mon's XML. */
import { parseXml } from "../cib/xml/parse.ts";
import { child, elements, get } from "../cib/xml/tree.ts";
import type { LabNode } from "./address-plan.ts";
import { attempt } from "./command.ts";
import type { LabDirectory } from "./lab-directory.ts";
import { enter, isOn } from "./node.ts";

export interface ClusterView {
  /** Undefined while the cluster has no DC. */
  readonly dc: string | undefined;
  readonly quorum: boolean;
  /** Names of the nodes that are online. */
  readonly online: readonly string[];
}

/** Reads the output of `crm_mon --output-as=xml`; undefined when it is none. */
export function readClusterView(text: string): ClusterView | undefined {
  const parsed = parseXml(text);
  if (!parsed.ok) return undefined;
  const summary = child(parsed.root, "summary");
  const nodes = child(parsed.root, "nodes");
  if (summary === undefined || nodes === undefined) return undefined;
  const dc = child(summary, "current_dc");
  const present = dc !== undefined && get(dc, "present") === "true";
  return {
    dc: present ? get(dc, "name") : undefined,
    quorum: dc !== undefined && get(dc, "with_quorum") === "true",
    online: elements(nodes, "node")
      .filter(
        (node) => get(node, "online") === "true" && get(node, "pending") !== "true" && get(node, "type") !== "remote",
      )
      .map((node) => get(node, "name") ?? ""),
  };
}

/** As one node sees it; undefined when the node is off or its cluster does not answer. */
async function viewFrom(lab: LabDirectory, node: LabNode): Promise<ClusterView | undefined> {
  if (!(await isOn(lab, node))) return undefined;
  const command = await enter(lab, node, ["crm_mon", "--output-as=xml"]);
  const result = await attempt(command, { timeout: 5_000 });
  return result.exit === 0 ? readClusterView(result.stdout) : undefined;
}

/**
 * The view that all nodes share: one DC, quorum, all online. Undefined until they do: while a cluster forms, two nodes may
 * each be the DC of a part, and what is committed to one of them is lost when they join.
 */
export async function agreedView(lab: LabDirectory, nodes: readonly LabNode[]): Promise<ClusterView | undefined> {
  const views = await Promise.all(nodes.map((node) => viewFrom(lab, node)));
  const [first] = views;
  const whole = (view: ClusterView | undefined) =>
    view?.dc !== undefined &&
    view.dc === first?.dc &&
    view.quorum &&
    nodes.every((node) => view.online.includes(node.name));
  return views.every(whole) ? first : undefined;
}

/** The view of the first node that has quorum, or else of any node that answers. */
export async function viewCluster(lab: LabDirectory, nodes: readonly LabNode[]): Promise<ClusterView | undefined> {
  let any: ClusterView | undefined;
  for (const node of nodes) {
    const view = await viewFrom(lab, node);
    if (view?.dc !== undefined && view.quorum) return view;
    any ??= view;
  }
  return any;
}
