/** The document of one node. */
import type { ClusterModel } from "../../scheduler/model/cluster-model.ts";
import type { Freshness, NodeDetail } from "./detail.ts";
import type { NodeStatus, StatusDocument } from "./document.ts";
import { readResource } from "./read.ts";
import type { Verdict } from "./verdict.ts";

function nodeVerdict(node: NodeStatus): Verdict {
  const { name } = node;
  if (node.unclean) return { state: "failed", reasons: [`${name} is unclean: what runs there is unknown`] };
  if (node.pending) return { state: "pending", reasons: [`${name} is joining`] };
  return node.online ? { state: "ok", reasons: [] } : { state: "stopped", reasons: [`${name} is offline`] };
}

/** Undefined when there is no node of that name. */
export function nodeDetail(
  s: ClusterModel,
  status: StatusDocument,
  name: string,
  freshness: Freshness,
): NodeDetail | undefined {
  const node = status.nodes.find((n) => n.name === name);
  const model = s.nodesByName.get(name);
  if (node === undefined || model === undefined) return undefined;
  const resources = model.running.map((rsc) => {
    const shown = readResource(s, rsc);
    return { id: rsc.id, role: shown.kind === "primitive" ? shown.role : "Unknown" };
  });
  return { document: "node", version: 1, ...nodeVerdict(node), node, resources, ...freshness };
}
