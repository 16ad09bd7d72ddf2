/**
 * Whether a resource is active now, as the field asks it of every variant: on a node that is unclean it counts as
 * active, since it may still run; on one that is cleanly offline a managed resource does not.
 * Behaviour: docs/pacemaker/assignment.md#where-a-resource-is (native.c, group.c, clone.c, bundle.c).
 */
import type { Node, Resource } from "../model/types.ts";

/** Active at all, or with `all` every part of it. */
export function isActive(rsc: Resource, all: boolean): boolean {
  switch (rsc.kind) {
    case "primitive":
      return rsc.active.some((node) => node.unclean || node.online || !rsc.managed);
    case "group":
      // Unlike a clone, a group without members is never active.
      return rsc.children.length > 0 && parts(rsc.children, all);
    case "clone":
      return parts(rsc.children, all);
    case "bundle": {
      const replicaParts: Resource[] = [];
      for (const replica of rsc.replicas) {
        for (const part of [replica.inner, replica.container, replica.ip, replica.connection]) {
          if (part !== undefined) replicaParts.push(part);
        }
      }
      return parts(replicaParts, all);
    }
  }
}

function parts(children: readonly Resource[], all: boolean): boolean {
  for (const child of children) {
    const active = isActive(child, all);
    if (all && !active) return false;
    if (!all && active) return true;
  }
  return all;
}

/** Whether the node is up and needs no fencing. */
export function isOnlineAndClean(node: Node | undefined): boolean {
  return node?.online === true && !node.unclean;
}

/** The guest connection, if any, that runs in this resource. */
export function containedGuest(rsc: Resource): Resource | undefined {
  return rsc.launched.find((launched) => launched.isRemoteConnection);
}
