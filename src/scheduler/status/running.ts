/**
 * Noting that a resource is active on a node.
 * Behaviour: docs/pacemaker/history.md#active-nodes, docs/pacemaker/history.md#multiply-active-resources.
 */
import { INFINITY } from "../../cib/value/score.ts";
import { addNodeScore } from "../model/allowed-nodes.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Role } from "../model/enums.ts";
import { topOf } from "../model/resource.ts";
import type { Node, Primitive, Resource } from "../model/types.ts";
import { forbidEverywhere } from "./node-scores.ts";

/** `failed`: it is active but not well, so it does not make the node worth protecting. */
export function addRunning(s: ClusterModel, rsc: Resource, node: Node, failed: boolean): void {
  if (rsc.active.includes(node)) return;
  rsc.active.push(node);
  if (rsc.kind === "primitive") {
    node.running.push(rsc);
    if (!failed) addPriority(rsc, node);
    if (node.maintenance) {
      rsc.managed = false;
      if (s.dialect.nodeMaintenanceHolds) rsc.maintenance = true;
    }
  }
  if (!rsc.managed) {
    // It stays where it is. Its ancestors learn the node, if that is there, without being pinned to it.
    s.why?.because({ kind: "unmanaged" });
    addNodeScore(s, rsc, node, INFINITY);
    for (let above = rsc.parent; above !== undefined && node.online; above = above.parent) above.active.push(node);
    return;
  }
  if (rsc.kind === "primitive" && countActive(rsc) > 1) handleMultipleActive(s, rsc);
  if (rsc.parent !== undefined) addRunning(s, rsc.parent, node, false);
}

/** A node is worth what runs on it; a guest's worth counts for its host too. */
function addPriority(rsc: Resource, node: Node): void {
  if (rsc.priority === 0) return;
  const priority = rsc.role === Role.promoted ? rsc.priority + 1 : rsc.priority;
  node.priority += priority;
  for (const host of node.connection?.launcher?.active ?? []) host.priority += priority;
}

/** Where fencing will make sure of the unclean ones, all nodes count; else only clean ones do. */
function countActive(rsc: Resource): number {
  return rsc.needsFencing ? rsc.active.length : rsc.active.filter((node) => node.online && !node.unclean).length;
}

function handleMultipleActive(s: ClusterModel, rsc: Resource): void {
  if (rsc.multipleActive === "stop_only") {
    s.why?.because({ kind: "multiple-active" });
    forbidEverywhere(s, rsc);
  } else if (rsc.multipleActive === "block") {
    block(rsc);
    const parent = rsc.parent;
    if ((parent?.kind === "group" || parent?.kind === "bundle") && parent.multipleActive === "block")
      parent.children.forEach(block);
  }
}

/** Nothing more is done with the resource until a person has looked at it. */
export function block(rsc: Resource): void {
  rsc.managed = false;
  rsc.blocked = true;
}

/** The least role it can have when it is active. */
export function setActive(rsc: Primitive): void {
  rsc.role = topOf(rsc, false).promotable ? Role.unpromoted : Role.started;
}
