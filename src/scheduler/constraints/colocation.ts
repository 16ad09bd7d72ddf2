/**
 * Colocation constraints: a dependent that is to be with (or away from) a primary, by node or by the value of a node
 * attribute; their effects are in src/scheduler/colocation.
 * Behaviour: docs/pacemaker/colocation.md#noting-a-colocation.
 */
import { dereference } from "../../cib/value/element-index.ts";
import { parseScore } from "../../cib/value/score.ts";
import { type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { colocateSets, unpackColocationSet } from "./colocation-sets.ts";
import { expandReferences } from "./expand.ts";
import { newColocation, readInfluence } from "./new-colocation.ts";
import { findConstraintResource, resolveReference } from "./reference.ts";
import { constraintRole } from "./role.ts";

export { newColocation } from "./new-colocation.ts";

const DEPENDENT = { name: "rsc", qualifier: "rsc-role", qualifierInSet: "role" } as const;
const PRIMARY = { name: "with-rsc", qualifier: "with-rsc-role", qualifierInSet: "role" } as const;

/** Notes the colocations of one `rsc_colocation`. Invalid references and scores are noted in `s.problems`. */
export function unpackColocation(s: ClusterModel, constraint: Element): void {
  const id = idOf(constraint);
  if (id === "") return;
  if (bothAreSeveral(s, constraint)) {
    s.problems.push(`Ignoring constraint '${id}' because two templates or tags cannot be colocated`);
    return;
  }
  const expansion = expandReferences(s, constraint, [DEPENDENT, PRIMARY]);
  if (!expansion.ok) return;
  const scoreText = get(constraint, "score");
  const score = scoreText === undefined ? 0 : parseScore(scoreText, s.options.health);
  if (score === undefined) {
    s.problems.push(`Ignoring colocation '${id}' because '${scoreText}' is not a valid score`);
    return;
  }

  const influence = get(constraint, "influence");
  let last: Element | undefined;
  for (const written of elements(expansion.xml, "resource_set")) {
    const set = dereference(written, s.byId);
    if (set === undefined) return;
    if (idOf(set) === "") continue;
    unpackColocationSet(s, set, score, influence);
    if (last !== undefined) colocateSets(s, last, set, { id, score, influence });
    last = set;
  }
  if (last === undefined) unpackSimple(s, constraint, score, influence);
}

function bothAreSeveral(s: ClusterModel, constraint: Element): boolean {
  if (elements(constraint, "resource_set").length > 0) return false;
  return [DEPENDENT.name, PRIMARY.name].every((name) => {
    const id = get(constraint, name);
    return id !== undefined && resolveReference(s, id)?.kind === "several";
  });
}

function unpackSimple(s: ClusterModel, constraint: Element, score: number, influence: string | undefined): void {
  const id = idOf(constraint);
  const dependent = findConstraintResource(s, get(constraint, "rsc"));
  const primary = findConstraintResource(s, get(constraint, "with-rsc"));
  if (dependent === undefined || primary === undefined) {
    const missing = get(constraint, dependent === undefined ? "rsc" : "with-rsc");
    s.problems.push(`Ignoring constraint '${id}' because resource '${missing}' does not exist`);
    return;
  }
  const dependentRole = constraintRole(s, get(constraint, "rsc-role"));
  const primaryRole = constraintRole(s, get(constraint, "with-rsc-role"));
  if (dependentRole === undefined || primaryRole === undefined) {
    s.problems.push(`Ignoring constraint ${id}: Invalid role`);
    return;
  }
  const attribute = get(constraint, "node-attribute");
  newColocation(s, {
    id,
    nodeAttribute: attribute,
    score,
    dependent,
    primary,
    dependentRole,
    primaryRole,
    influence: readInfluence(s, dependent, influence),
    explicit: true,
  });
}
