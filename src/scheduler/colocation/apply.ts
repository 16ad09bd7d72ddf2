/**
 * Colocations at work. How one is applied depends on the variants at both ends: groups and clones refer it to their
 * parts, until it meets primitives.
 * Behaviour: docs/pacemaker/colocation.md#on-behalf-of-a-group.
 */
import { addScores } from "../../cib/value/score.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Colocation, Group, Resource } from "../model/types.ts";
import { applyWithBundle } from "./with-bundle.ts";
import { applyWithClone } from "./with-clone.ts";
import { applyWithGroup, mandatoryWithLooseGroup } from "./with-group.ts";
import { applyWithPrimitive } from "./with-primitive.ts";

export { addColocatedNodeScores } from "./preferences.ts";

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
      return applyWithGroup(s, applyColocation, dependent, primary, colocation);
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
