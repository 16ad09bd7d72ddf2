/** The document of one node. */
import type { ClusterModel } from "../../scheduler/model/cluster-model.ts";
import type { Freshness, NodeDetail } from "./detail.ts";
import type { NodeStatus, StatusDocument, Verdict } from "./document.ts";
import { readResource } from "./read.ts";
import { uncleanReason } from "./verdict.ts";

function nodeVerdict(node: NodeStatus): Verdict {
  const { name } = node;
  if (node.unclean) return { state: "failed", reasons: [uncleanReason(name)] };
  if (node.pending) return { state: "pending", reasons: [{ code: "node-joining", text: `${name} is joining` }] };
  if (node.online) return { state: "ok", reasons: [] };
  return { state: "stopped", reasons: [{ code: "node-offline", text: `${name} is offline` }] };
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
  return { document: "node", version: 2, ...nodeVerdict(node), node, resources, ...freshness };
}
