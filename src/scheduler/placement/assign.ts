/**
 * The assignment phase: every resource gets a node, or none, and instances of promotable clones get their roles.
 * Behaviour: docs/pacemaker/assignment.md#sequence (pcmk_scheduler.c).
 */
import { handToMembers } from "../colocation/handed-down.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Group, Node, Resource } from "../model/types.ts";
import { assignBundle } from "./bundle.ts";
import { assignClone } from "./clone.ts";
import { assignPrimitive } from "./primitive.ts";
import { sortResources } from "./resource-order.ts";
import { logScores } from "./score-lines.ts";

/** Assigns every resource of the model, remote connections first: other resources may run on the nodes they reach. */
export function assignResources(s: ClusterModel): void {
  if (s.options.placementStrategy !== "default") sortResources(s);
  if (s.haveRemoteNodes) {
    // Other resources can only be assigned to remote nodes once it is known whether these will be reached.
    for (const rsc of s.resources) {
      if (rsc.isRemoteConnection) assign(s, rsc, rsc.partialMigrationTarget, true);
    }
  }
  for (const rsc of s.resources) {
    if (!rsc.isRemoteConnection) assign(s, rsc, undefined, true);
  }
}

/** Assigns a resource of any variant, once; see `Assign`. */
function assign(s: ClusterModel, rsc: Resource, prefer: Node | undefined, stopIfFail: boolean): Node | undefined {
  switch (rsc.kind) {
    case "primitive":
      return assignPrimitive(s, assign, rsc, prefer, stopIfFail);
    case "group":
      return assignGroup(s, rsc, prefer, stopIfFail);
    case "clone":
      return assignClone(s, assign, rsc, prefer, stopIfFail);
    case "bundle":
      return assignBundle(s, assign, rsc, prefer, stopIfFail);
  }
}

/**
 * Assigns the members in order; their own colocations keep them together: docs/pacemaker/assignment.md#groups.
 * Returns the node of a colocated group; undefined if it has none, is empty, is not colocated or is being assigned.
 */
function assignGroup(s: ClusterModel, rsc: Group, prefer: Node | undefined, stopIfFail: boolean): Node | undefined {
  if (!rsc.unassigned) return rsc.assigned;
  if (rsc.assigning) return undefined;
  const first = rsc.children[0];
  if (first === undefined) {
    rsc.unassigned = false;
    return undefined;
  }

  rsc.assigning = true;
  rsc.role = first.role;
  if (s.dialect.handsColocationsDown) handToMembers(rsc);
  logScores(s, "pcmk__group_assign", rsc);
  let node: Node | undefined;
  for (const member of rsc.children) {
    const assigned = assign(s, member, prefer, stopIfFail);
    node ??= assigned;
  }
  rsc.nextRole = first.nextRole;
  rsc.assigning = false;
  rsc.unassigned = false;
  return rsc.colocated ? node : undefined;
}
