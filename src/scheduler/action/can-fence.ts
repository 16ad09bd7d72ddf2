/**
 * Whether a node could be fenced, if it had to be.
 * Behaviour: docs/pacemaker/node-status.md#whether-a-node-can-be-fenced.
 */
import type { ReadonlyModel } from "../model/cluster-model.ts";
import { isGuest, isRemoteKind } from "../model/node.ts";
import type { ReadonlyNode } from "../model/read-only.ts";

/** `node` undefined asks whether the cluster could fence anything at all. */
export function canFence(s: ReadonlyModel, node: ReadonlyNode | undefined): boolean {
  const launcher = node?.connection?.launcher;
  if (node !== undefined && isGuest(node) && launcher !== undefined) {
    return launcher.active.every((host) => host.online || canFence(s, host));
  }
  if (!s.options.fencingEnabled || !s.haveFencingDevice) return false;
  if (s.quorate || s.options.quorumPolicy === "ignore") return true;
  if (node === undefined || !node.online) return false;
  // A remote node looks online as soon as its connection is placed. Without quorum the connection may live on in the
  // other partition, if there is any node it could run on that this partition does not see.
  const doubtful = isRemoteKind(node) && s.dialect.mindsRemoteQuorum && !s.options.fenceRemoteWithoutQuorum;
  const allowed = doubtful ? node.connection?.allowed : undefined;
  return allowed === undefined || allowed.list(s.nodes).every((host) => host.online);
}
