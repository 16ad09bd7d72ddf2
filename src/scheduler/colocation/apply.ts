/**
 * Colocations at work. How one is applied depends on the variants at both ends: groups and clones refer it to their
 * parts, until it meets primitives.
 * Behaviour: docs/pacemaker/colocation.md#on-behalf-of-a-group, docs/pacemaker/colocation.md#with-a-group.
 */
import { addScores, INFINITY } from "../../cib/value/score.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Colocation, Group, Resource } from "../model/types.ts";
import { applyWithBundle } from "./with-bundle.ts";
import { applyWithClone } from "./with-clone.ts";
import { applyWithPrimitive } from "./with-primitive.ts";

/**
 * Applies a colocation between `dependent` and `primary`, which are its own ends or something inside them, either on
 * behalf of the dependent or of the primary. Returns what was added to the dependent's priority.
 */
export function applyColocation(
  s: ClusterModel,
  dependent: Resource,
  primary: Resource,
  colocation: Colocation,
  forDependent: boolean,
): number {
  s.why?.because({ kind: "colocation", colocation, primary });
  if (forDependent && dependent.kind === "group") return applyForGroup(s, dependent, primary, colocation);
  switch (primary.kind) {
    case "primitive":
      return applyWithPrimitive(s, dependent, primary, colocation);
    case "group":
      return applyWithGroup(s, dependent, primary, colocation);
    case "clone":
      return applyWithClone(s, applyColocation, dependent, primary, colocation);
    case "bundle":
      return applyWithBundle(s, applyColocation, dependent, primary, colocation);
  }
}

/** The first member of a colocated group takes the others along; without colocation each goes by itself. */
function applyForGroup(s: ClusterModel, group: Group, primary: Resource, colocation: Colocation): number {
  if (!group.colocated && mandatoryWithLooseGroup(s, group, colocation)) return 0;
  let delta = 0;
  for (const member of group.colocated ? group.children.slice(0, 1) : group.children) {
    delta = addScores(delta, applyColocation(s, member, primary, colocation, true));
  }
  // A cloned group is promoted as a whole. Its priority, a plain sum of scores, may lie beyond INFINITY until it is added to.
  if (delta === 0 || !s.dialect.promotesClonedGroups) return 0;
  group.priority = addScores(delta, group.priority);
  s.why?.addPriority(group, delta);
  return delta;
}

/**
 * All of a colocated group must be up where a mandatory dependent goes, so that goes by the last member; an optional
 * one goes by the first. Without effect while the group is not assigned or is empty.
 */
function applyWithGroup(s: ClusterModel, dependent: Resource, group: Group, colocation: Colocation): number {
  if (group.unassigned) return 0;
  if (group.colocated) {
    const member = colocation.score >= INFINITY ? group.children.at(-1) : group.children[0];
    return member === undefined ? 0 : applyColocation(s, dependent, member, colocation, false);
  }
  if (mandatoryWithLooseGroup(s, group, colocation)) return 0;
  let delta = 0;
  for (const member of group.children)
    delta = addScores(delta, applyColocation(s, dependent, member, colocation, false));
  return delta;
}

/** The members of a group that is not colocated may be anywhere: nothing can be bound to all of them. */
function mandatoryWithLooseGroup(s: ClusterModel, group: Group, colocation: Colocation): boolean {
  if (colocation.score < INFINITY) return false;
  s.problems.push(`${colocation.id}: Cannot perform mandatory colocation with non-colocated group ${group.id}`);
  return true;
}
