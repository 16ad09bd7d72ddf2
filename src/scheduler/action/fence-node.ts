/**
 * Deciding that a node has to be fenced.
 * Guests are not powered off: the container or virtual machine they live in is recovered.
 * Behaviour: docs/pacemaker/node-status.md#requests-for-fencing.
 */
import type { ClusterModel } from "../model/cluster-model.ts";
import { isGuest, isRemoteKind } from "../model/node.ts";
import type { Node, Resource } from "../model/types.ts";
import { fenceAction } from "./fence-action.ts";

export { canFence } from "./can-fence.ts";

/** Marks the node for fencing. `priorityDelay`: the node was lost, so the cluster option of that name applies. */
export function fenceNode(s: ClusterModel, node: Node, reason: string, priorityDelay: boolean): void {
  const launcher = node.connection?.launcher;
  if (isGuest(node) && launcher !== undefined) {
    if (launcher.failed || !launcher.managed) return;
    // The node itself stays clean, so that it can run resources again in this transition.
    node.remoteReset = true;
    markFailed(launcher);
  } else if (isDanglingGuest(node)) {
    markFailed(node.connection as Resource);
  } else if (isRemoteKind(node)) {
    if (node.connection === undefined || node.connection.managed) node.remoteReset = true;
    node.unclean = true;
    fenceAction(s, node, undefined, { optional: true, reason });
  } else if (!node.unclean) {
    node.unclean = true;
    fenceAction(s, node, undefined, { optional: true, reason, priorityDelay });
  }
}

/** The resource failed and has to be stopped, even if it would stay where it is. */
export function markFailed(rsc: Resource): void {
  rsc.failed = true;
  rsc.stopIfFailed = true;
}

/** A guest whose container vanished from the configuration along with its connection. */
function isDanglingGuest(node: Node): boolean {
  return (
    isRemoteKind(node) &&
    node.connection !== undefined &&
    node.connection.launcher === undefined &&
    node.connection.removedLaunched
  );
}
