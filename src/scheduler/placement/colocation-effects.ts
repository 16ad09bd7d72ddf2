/**
 * Colocations at work. What one affects depends on how far the run has come: first where the dependent may go, then,
 * for instances of promotable clones that have their nodes, which role they take, then nothing any more. How it is
 * applied depends on the variants at both ends. Behaviour: facts of the scheduler §16.
 */
import { addScores } from "../../cib/score.ts";
import type { Colocation } from "../model/constraint.ts";
import { type Group, type Resource, Role } from "../model/resource.ts";
import type { Scheduler } from "../model/scheduler.ts";
import { applyWithBundle } from "./colocation-with-bundle.ts";
import { applyWithClone } from "./colocation-with-clone.ts";
import { applyWithGroup, mandatoryWithLooseGroup } from "./colocation-with-group.ts";
import { applyWithPrimitive } from "./colocation-with-primitive.ts";

export { addColocatedNodeScores, type ScoreSelection } from "./colocation-preferences.ts";

/** With `preview`, both resources are treated as if they were assigned already. */
export function colocationAffects(
  _s: Scheduler,
  dependent: Resource,
  primary: Resource,
  colocation: Colocation,
  preview: boolean,
): "nothing" | "location" | "role" {
  if (!preview && primary.unassigned) return "nothing";
  const dependentInRole = resourceForRole(dependent);
  if (colocation.dependentRole >= Role.unpromoted && dependentInRole.parent?.promotable === true && !dependentInRole.unassigned) {
    return "role";
  }
  if (!preview && !dependent.unassigned) return "nothing";
  if (colocation.dependentRole !== Role.unknown && colocation.dependentRole !== dependentInRole.nextRole) return "nothing";
  if (colocation.primaryRole !== Role.unknown && colocation.primaryRole !== resourceForRole(primary).nextRole) return "nothing";
  return "location";
}

/** A bundle's container never has a role; the instance inside it has. */
export function resourceForRole(rsc: Resource): Resource {
  if (!rsc.replicaContainer || rsc.parent?.kind !== "bundle") return rsc;
  return rsc.parent.replicas.find((replica) => replica.container === rsc)?.inner ?? rsc;
}

/**
 * Applies a colocation between `dependent` and `primary`, which are its own ends or something inside them, either on
 * behalf of the dependent or of the primary. Returns what was added to the dependent's priority.
 */
export function applyColocation(
  s: Scheduler,
  dependent: Resource,
  primary: Resource,
  colocation: Colocation,
  forDependent: boolean,
): number {
  if (forDependent && dependent.kind === "group") return applyForGroup(s, dependent, primary, colocation);
  switch (primary.kind) {
    case "primitive":
      return applyWithPrimitive(s, dependent, primary, colocation);
    case "group":
      return applyWithGroup(s, dependent, primary, colocation);
    case "clone":
      return applyWithClone(s, dependent, primary, colocation);
    case "bundle":
      return applyWithBundle(s, dependent, primary, colocation);
  }
}

/** The first member of a colocated group takes the others along; without colocation each goes by itself. */
function applyForGroup(s: Scheduler, group: Group, primary: Resource, colocation: Colocation): number {
  if (!group.colocated && mandatoryWithLooseGroup(s, group, colocation)) return 0;
  let delta = 0;
  for (const member of group.colocated ? group.children.slice(0, 1) : group.children) {
    delta = addScores(delta, applyColocation(s, member, primary, colocation, true));
  }
  // A cloned group is promoted as a whole.
  group.priority = addScores(delta, group.priority);
  return delta;
}
