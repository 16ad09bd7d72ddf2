/**
 * The two effects of a colocation: on the scores of the dependent's nodes, while it has none, and on the priority that
 * decides whether it is promoted, once it has.
 * Behaviour: docs/pacemaker/colocation.md#effect-on-locations, docs/pacemaker/colocation.md#effect-on-roles.
 */
import { addScores, INFINITY, MINUS_INFINITY } from "../../cib/value/score.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Role } from "../model/enums.ts";
import { colocationValue, sameValue } from "../model/node-attribute.ts";
import { anyNodeAvailable } from "../model/node-availability.ts";
import type { Colocation, Primitive, Resource } from "../model/types.ts";
import { colocationAffects, resourceForRole } from "./affects.ts";

/** Applies whichever effect the colocation has at this point. Returns what was added to the dependent's priority. */
export function applyWithPrimitive(
  s: ClusterModel,
  dependent: Resource,
  primary: Primitive,
  colocation: Colocation,
): number {
  switch (colocationAffects(s, dependent, primary, colocation, false)) {
    case "location":
      applyToScores(s, dependent, primary, colocation);
      return 0;
    case "role":
      return applyToPriority(s, dependent, primary, colocation);
    case "nothing":
      return 0;
  }
}

function applyToScores(s: ClusterModel, dependent: Resource, primary: Primitive, colocation: Colocation): void {
  const { score, nodeAttribute } = colocation;
  // Staying away from what runs nowhere is easy.
  if (primary.assigned === undefined && score < 0) return;
  const wanted = colocationValue(s, primary.assigned, nodeAttribute, primary);
  const work = dependent.allowed.copy();
  for (const node of work.list(s.nodes)) {
    if (primary.assigned === undefined) {
      work.addScore(node, -score);
    } else if (!sameValue(colocationValue(s, node, nodeAttribute, dependent), wanted)) {
      if (score >= INFINITY) work.setScore(node, MINUS_INFINITY);
    } else if (score < INFINITY) {
      // A mandatory colocation is a requirement, not a preference: it adds nothing where it is met.
      work.addScore(node, score);
    }
  }
  const mandatory = score <= MINUS_INFINITY || score >= INFINITY;
  if (mandatory || anyNodeAvailable(s, work)) dependent.allowed = work;
}

function applyToPriority(s: ClusterModel, dependent: Resource, primary: Primitive, colocation: Colocation): number {
  const { score, nodeAttribute, dependentRole, primaryRole } = colocation;
  if (dependent.assigned === undefined) return 0;
  if (!s.dialect.inactivePrimaryCounts) return applyBetweenActive(s, dependent, primary, colocation);
  if (
    primary.assigned !== undefined &&
    primaryRole !== Role.unknown &&
    primaryRole !== resourceForRole(s, primary).nextRole
  )
    return 0;

  const together = sameValue(
    colocationValue(s, dependent.assigned, nodeAttribute, dependent),
    colocationValue(s, primary.assigned, nodeAttribute, primary),
  );
  // Where it may not be promoted without the primary and the primary is not, it must not be promoted.
  if (!together && !(score === INFINITY && dependentRole === Role.promoted)) return 0;
  const delta = together && dependentRole !== Role.unpromoted ? score : -score;
  dependent.priority = addScores(delta, dependent.priority);
  s.why?.addPriority(dependent, delta);
  return delta;
}

/** Until 3.0: only a primary that is active has an effect, and a dependent kept from its role stays so whatever else raises its priority. */
function applyBetweenActive(s: ClusterModel, dependent: Resource, primary: Primitive, colocation: Colocation): number {
  const { score, nodeAttribute, dependentRole, primaryRole } = colocation;
  if (primary.assigned === undefined) return 0;
  const together = sameValue(
    colocationValue(s, dependent.assigned, nodeAttribute, dependent),
    colocationValue(s, primary.assigned, nodeAttribute, primary),
  );
  if (!together) {
    if (score !== INFINITY || dependentRole !== Role.promoted) return 0;
    dependent.priority = MINUS_INFINITY;
    s.why?.addPriority(dependent, MINUS_INFINITY);
    return MINUS_INFINITY;
  }
  if (primaryRole !== Role.unknown && primaryRole !== resourceForRole(s, primary).nextRole) return 0;
  const delta = dependentRole === Role.unpromoted ? -score : score;
  dependent.priority = addScores(delta, dependent.priority);
  s.why?.addPriority(dependent, delta);
  return delta;
}
