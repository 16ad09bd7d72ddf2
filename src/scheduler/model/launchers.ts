/**
 * Who runs inside whom: the meta-attribute `container` links a resource to the one that launches it, and connections
 * are linked to the nodes they reach.
 * Behaviour: docs/pacemaker/resources.md#launchers-and-connections.
 */
import type { ClusterModel } from "./cluster-model.ts";
import { findNode, findResource } from "./lookup.ts";
import { suspectUnseen } from "./nodes.ts";
import type { Resource } from "./types.ts";

/** Links all resources. A `container` that does not exist is noted in `s.problems`. */
export function linkLaunchersAndConnections(s: ClusterModel): void {
  for (const rsc of s.resources) {
    linkLauncher(s, rsc);
    linkConnection(s, rsc);
  }
}

function linkLauncher(s: ClusterModel, rsc: Resource): void {
  if (rsc.children.length > 0) {
    for (const part of rsc.children) linkLauncher(s, part);
    return;
  }
  const id = rsc.meta.get("container");
  if (id === undefined || id === rsc.id) return;
  const launcher = findResource(s, id);
  if (launcher === undefined) {
    s.problems.push(`Resource ${rsc.id}: Unknown container ${id}`);
    return;
  }
  rsc.launcher = launcher;
  launcher.launched.push(rsc);
}

/** Links a connection to the node that bears its name; its launcher must be linked before. */
export function linkConnection(s: ClusterModel, rsc: Resource): void {
  if (!rsc.isRemoteConnection || rsc.kind !== "primitive") return;
  const node = findNode(s, rsc.id);
  if (node === undefined) return;
  node.connection = rsc;
  rsc.remoteNode = node;
  if (rsc.launcher === undefined) {
    suspectUnseen(s, node);
  } else {
    // One listed in the configuration as a member stays a member, whatever runs it.
    if (node.kind === "remote") node.kind = "guest";
    node.attributes.set("#kind", "container");
  }
}
