import type { ReadonlyNode } from "./read-only.ts";

/** Whether a connection resource reaches the node: a remote or guest node (docs/pacemaker/nodes.md#kinds-of-nodes). */
export function isRemoteKind(node: ReadonlyNode): boolean {
  return node.kind !== "cluster";
}

/** Whether the node runs inside a resource of the cluster: a guest or a bundle's replica. */
export function isGuest(node: ReadonlyNode): boolean {
  return node.kind === "guest";
}
