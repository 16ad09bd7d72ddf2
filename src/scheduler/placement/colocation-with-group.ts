/**
 * Colocation with a group. All of a colocated group must be up where a mandatory dependent goes, so that goes by the
 * last member; an optional one goes by the first. Behaviour: facts of the scheduler §16.
 */
import { addScores, INFINITY } from "../../cib/score.ts";
import type { Colocation } from "../model/constraint.ts";
import type { Group, Resource } from "../model/resource.ts";
import type { Scheduler } from "../model/scheduler.ts";
import type { Apply } from "./applying.ts";

export function applyWithGroup(
  s: Scheduler,
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
export function mandatoryWithLooseGroup(s: Scheduler, group: Group, colocation: Colocation): boolean {
  if (colocation.score < INFINITY) return false;
  s.problems.push(`${colocation.id}: Cannot perform mandatory colocation with non-colocated group ${group.id}`);
  return true;
}
