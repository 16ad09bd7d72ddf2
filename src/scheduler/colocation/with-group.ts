/**
 * Colocation with a group. All of a colocated group must be up where a mandatory dependent goes, so that goes by the
 * last member; an optional one goes by the first.
 * Behaviour: docs/pacemaker/colocation.md#with-a-group.
 */
import { addScores, INFINITY } from "../../cib/value/score.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Colocation, Group, Resource } from "../model/types.ts";
import type { Apply } from "./apply-function.ts";

/**
 * Returns what was added to the dependent's priority; 0, without effect, while the group is not assigned or is empty.
 */
export function applyWithGroup(
  s: ClusterModel,
  apply: Apply,
  dependent: Resource,
  group: Group,
  colocation: Colocation,
): number {
  if (group.unassigned) return 0;
  if (group.colocated) {
    const member = colocation.score >= INFINITY ? group.children.at(-1) : group.children[0];
    return member === undefined ? 0 : apply(s, dependent, member, colocation, false);
  }
  if (mandatoryWithLooseGroup(s, group, colocation)) return 0;
  let delta = 0;
  for (const member of group.children) delta = addScores(delta, apply(s, dependent, member, colocation, false));
  return delta;
}

/** The members of a group that is not colocated may be anywhere: nothing can be bound to all of them. */
export function mandatoryWithLooseGroup(s: ClusterModel, group: Group, colocation: Colocation): boolean {
  if (colocation.score < INFINITY) return false;
  s.problems.push(`${colocation.id}: Cannot perform mandatory colocation with non-colocated group ${group.id}`);
  return true;
}
