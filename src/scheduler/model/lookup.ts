/** Finding nodes and resources by what the CIB calls them. */
import type { ClusterModel, ReadonlyModel } from "./cluster-model.ts";
import type { ReadonlyNode, ReadonlyResource } from "./read-only.ts";
import type { Node, Resource } from "./types.ts";

/** The resource of this id, else the first one whose history is kept under it. */
export function findResource(s: ClusterModel, id: string): Resource | undefined;
export function findResource(s: ReadonlyModel, id: string): ReadonlyResource | undefined;
export function findResource(s: ReadonlyModel, id: string): ReadonlyResource | undefined {
  return s.resourcesById.get(id) ?? findByHistoryId(s.resources, id);
}

function findByHistoryId(resources: readonly ReadonlyResource[], id: string): ReadonlyResource | undefined {
  for (const rsc of resources) {
    if (rsc.historyId === id) return rsc;
    const found = findByHistoryId(rsc.children, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Node names compare without regard to case, as host names do. */
export function findNode(s: ClusterModel, name: string): Node | undefined;
export function findNode(s: ReadonlyModel, name: string): ReadonlyNode | undefined;
export function findNode(s: ReadonlyModel, name: string): ReadonlyNode | undefined {
  const exact = s.nodesByName.get(name);
  if (exact !== undefined) return exact;
  const lower = name.toLowerCase();
  return s.nodes.find((node) => node.name.toLowerCase() === lower);
}

/** The node with exactly this id; undefined when no node has it. */
export function findNodeById(s: ClusterModel, id: string): Node | undefined {
  return s.nodesById.get(id);
}
