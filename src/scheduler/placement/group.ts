/**
 * Assigning a group: its members in order; their internal colocations keep them together.
 * Behaviour: docs/pacemaker/assignment.md#groups (pcmk_sched_group.c).
 */
import { handToMembers } from "../colocation/handed-down.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Group, Node } from "../model/types.ts";
import type { Assign } from "./assign-function.ts";
import { logScores } from "./score-lines.ts";

/** Returns the node of a colocated group; undefined if it has none, is empty, is not colocated or is being assigned. */
export function assignGroup(
  s: ClusterModel,
  assign: Assign,
  rsc: Group,
  prefer: Node | undefined,
  stopIfFail: boolean,
): Node | undefined {
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
