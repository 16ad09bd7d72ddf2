import type { Node } from "./types.ts";

/** Whether a connection resource reaches the node: a remote or guest node (docs/pacemaker/nodes.md#kinds-of-nodes). */
export function isRemoteKind(node: Node): boolean {
  return node.kind !== "cluster";
}

/** Whether the node runs inside a resource of the cluster: a guest or a bundle's replica. */
export function isGuest(node: Node): boolean {
  return node.kind === "guest";
}
