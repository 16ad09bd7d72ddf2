/**
 * Resource sets in colocations. Inside a set: with a positive score each member goes with the one before it, with a
 * negative one each stays away from all before it. Between sets: a sequential set (the default here) stands for its
 * first member as the dependent and its last as the primary; of other sets every member counts.
 * Behaviour: docs/pacemaker/colocation.md#colocation-sets.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { parseScore } from "../../cib/value/score.ts";
import { type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Resource } from "../model/types.ts";
import { newColocation, readInfluence } from "./new-colocation.ts";
import { findConstraintResource, referencedResource } from "./reference.ts";
import { constraintRole } from "./role.ts";

/**
 * Colocates the members of one set with each other. The set's own score overrides `constraintScore`; `influence` is the
 * constraint's attribute as written. An invalid score or a missing member ends the reading; `s.problems` notes it.
 */
export function unpackColocationSet(
  s: ClusterModel,
  set: Element,
  constraintScore: number,
  influence: string | undefined,
): void {
  const scoreText = get(set, "score");
  const score = scoreText === undefined ? constraintScore : parseScore(scoreText, s.options.health);
  if (score === undefined) {
    s.problems.push(`Ignoring colocation set '${idOf(set)}' because '${scoreText}' is not a valid score`);
    return;
  }
  if (score === 0 || !isSequential(set)) return;
  const role = constraintRole(s, get(set, "role"));
  const colocate = (dependent: Resource, primary: Resource, influencer: Resource): void => {
    if (role === undefined) return;
    newColocation(s, {
      id: idOf(set),
      score,
      dependent,
      primary,
      dependentRole: role,
      primaryRole: role,
      influence: readInfluence(s, influencer, influence),
      explicit: true,
    });
  };

  // An old attribute turns the chain round: each member with the next one.
  const ordering = get(set, "ordering");
  const withPrevious = ordering === undefined || ordering.toLowerCase() === "group";
  const earlier: Resource[] = [];
  for (const ref of elements(set, "resource_ref")) {
    const rsc = referencedResource(s, set, ref);
    if (rsc === undefined) return;
    if (score > 0) {
      const previous = earlier.at(-1);
      if (previous !== undefined && withPrevious) colocate(rsc, previous, rsc);
      else if (previous !== undefined) colocate(previous, rsc, rsc);
    } else {
      for (const other of earlier) {
        if (other.id === rsc.id) break;
        colocate(rsc, other, rsc);
      }
    }
    earlier.push(rsc);
  }
}

/** What a colocation of several sets says of all of them. */
export interface WrittenColocation {
  readonly id: string;
  readonly score: number;
  /** Its `influence`. */
  readonly influence: string | undefined;
}

/** Colocates the members of one set (dependents) with those of the next (primaries). */
export function colocateSets(
  s: ClusterModel,
  dependents: Element,
  primaries: Element,
  { id, score, influence }: WrittenColocation,
): void {
  if (score === 0) return;
  const dependentRole = constraintRole(s, get(dependents, "role"));
  const primaryRole = constraintRole(s, get(primaries, "role"));
  if (dependentRole === undefined || primaryRole === undefined) return;
  const colocate = (dependent: Resource, primary: Resource): void =>
    newColocation(s, {
      id,
      score,
      dependent,
      primary,
      dependentRole,
      primaryRole,
      influence: readInfluence(s, dependent, influence),
      explicit: true,
    });
  const dependentMembers = membersThatCount(s, dependents, 0);
  const primaryMembers = membersThatCount(s, primaries, -1);
  if (dependentMembers === undefined || primaryMembers === undefined) return;
  for (const dependent of dependentMembers) {
    for (const primary of primaryMembers) {
      if (dependent !== undefined && primary !== undefined) colocate(dependent, primary);
      else if (!s.dialect.skipsMissingMembers) return;
    }
  }
}

function isSequential(set: Element): boolean {
  return parseBoolean(get(set, "sequential")) ?? true;
}

/** Of a sequential set the member at that end, without which there is nothing to colocate; of others all, those that do not exist as gaps. */
function membersThatCount(
  s: ClusterModel,
  set: Element,
  position: 0 | -1,
): readonly (Resource | undefined)[] | undefined {
  if (isSequential(set)) return oneMember(s, set, position);
  return elements(set, "resource_ref").map((ref) => referencedResource(s, set, ref));
}

function oneMember(s: ClusterModel, set: Element, position: 0 | -1): Resource[] | undefined {
  const ref = elements(set, "resource_ref").at(position);
  if (ref === undefined) return [];
  const rsc = findConstraintResource(s, idOf(ref));
  if (rsc === undefined) {
    s.problems.push(`Ignoring colocation with set ${idOf(set)} because resource ${idOf(ref)} was not found`);
    return undefined;
  }
  return [rsc];
}
