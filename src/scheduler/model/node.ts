import type { Node } from "./types.ts";

export function isRemoteKind(node: Node): boolean {
  return node.kind !== "cluster";
}

export function isGuest(node: Node): boolean {
  return node.kind === "guest";
}
