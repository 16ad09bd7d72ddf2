/** Nodes as status pages list them. */
import type { ClusterModel } from "../../scheduler/model/cluster-model.ts";
import type { Node } from "../../scheduler/model/types.ts";
import type { NodeStatus } from "./document.ts";

/** The worst of the node's `#health…` attributes; green where no strategy looks at them. */
function healthOf(s: ClusterModel, node: Node): NodeStatus["health"] {
  if (s.options.healthStrategy === "none") return "green";
  let worst: NodeStatus["health"] = "green";
  for (const [name, value] of node.attributes) {
    if (!name.startsWith("#health")) continue;
    if (value === "red" || Number(value) < 0) return "red";
    if (value === "yellow") worst = "yellow";
  }
  return worst;
}

export function readNodes(s: ClusterModel): NodeStatus[] {
  return s.nodes.map((node) => {
    const host = node.kind === "guest" ? node.connection?.launcher?.active[0]?.name : undefined;
    return {
      name: node.name,
      id: node.id,
      kind: node.kind,
      ...(host === undefined ? {} : { host }),
      online: node.online,
      unclean: node.unclean,
      pending: node.pending,
      standby: node.standby,
      standbyOnFail: node.standbyOnFail,
      maintenance: node.maintenance,
      shutdown: node.shutdown,
      health: healthOf(s, node),
      dc: node === s.dc,
      resourcesRunning: node.running.length,
    };
  });
}
