/**
 * Colocation constraints: a dependent that is to be with (or away from) a primary, by node or by the value of a node
 * attribute. Behaviour: facts of the scheduler §16; what they do is in placement/colocation-*.ts.
 */
import { parseBoolean } from "../../cib/boolean.ts";
import { dereference } from "../../cib/index.ts";
import { MINUS_INFINITY, parseScore } from "../../cib/score.ts";
import { type Element, elements, get, idOf } from "../../cib/tree.ts";
import { Relation } from "../model/action.ts";
import type { Colocation } from "../model/constraint.ts";
import { type Resource, Role } from "../model/resource.ts";
import type { Scheduler } from "../model/scheduler.ts";
import { orderResourceActions } from "../ordering/ordering.ts";
import { insertThisWith, insertWithThis } from "../placement/colocation-lists.ts";
import { colocateSets, unpackColocationSet } from "./colocation-sets.ts";
import { expandReferences } from "./expand.ts";
import { findConstraintResource, resolveReference } from "./reference.ts";
import { constraintRole } from "./role.ts";

/** Notes a colocation with both its resources. A score of zero asks for nothing and is not noted. */
export function newColocation(
  s: Scheduler,
  id: string,
  nodeAttribute: string | undefined,
  score: number,
  dependent: Resource,
  primary: Resource,
  dependentRole: Role,
  primaryRole: Role,
  influence: boolean,
  explicit = false,
): void {
  if (score === 0) return;
  const colocation: Colocation = {
    id,
    dependent,
    primary,
    score,
    nodeAttribute: nodeAttribute ?? "#uname",
    dependentRole,
    primaryRole,
    influence,
    explicit,
  };
  insertThisWith(dependent.thisWith, colocation);
  insertWithThis(primary.withThis, colocation);
  s.colocations.push(colocation);
  if (score <= MINUS_INFINITY) {
    orderApart(s, dependent, dependentRole, primary, primaryRole);
    orderApart(s, primary, primaryRole, dependent, dependentRole);
  }
}

/** Resources that must not share a node: where one has to leave its role there before the other takes its own. */
function orderApart(s: Scheduler, first: Resource, firstRole: Role, then: Resource, thenRole: Role): void {
  const losing = firstRole === Role.promoted ? ["demote"] : firstRole === Role.unpromoted ? ["stop", "promote"] : ["stop"];
  const gaining = thenRole === Role.promoted ? ["promote"] : thenRole === Role.unpromoted ? ["start", "demote"] : ["start"];
  for (const lose of losing) {
    for (const gain of gaining) orderResourceActions(s, first, lose, then, gain, Relation.ifRequiredOnSameNode);
  }
}

/** Whether the dependent moves the primary: as configured, else if the dependent is critical. */
export function readInfluence(dependent: Resource, text: string | undefined): boolean {
  return parseBoolean(text) ?? dependent.critical;
}

const DEPENDENT = { name: "rsc", qualifier: "rsc-role", qualifierInSet: "role" } as const;
const PRIMARY = { name: "with-rsc", qualifier: "with-rsc-role", qualifierInSet: "role" } as const;

export function unpackColocation(s: Scheduler, constraint: Element): void {
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
    if (last !== undefined) colocateSets(s, id, last, set, score, influence);
    last = set;
  }
  if (last === undefined) unpackSimple(s, constraint, score, influence);
}

function bothAreSeveral(s: Scheduler, constraint: Element): boolean {
  if (elements(constraint, "resource_set").length > 0) return false;
  return [DEPENDENT.name, PRIMARY.name].every((name) => {
    const id = get(constraint, name);
    return id !== undefined && resolveReference(s, id)?.kind === "several";
  });
}

function unpackSimple(s: Scheduler, constraint: Element, score: number, influence: string | undefined): void {
  const id = idOf(constraint);
  const dependent = findConstraintResource(s, get(constraint, "rsc"));
  const primary = findConstraintResource(s, get(constraint, "with-rsc"));
  if (dependent === undefined || primary === undefined) {
    const missing = get(constraint, dependent === undefined ? "rsc" : "with-rsc");
    s.problems.push(`Ignoring constraint '${id}' because resource '${missing}' does not exist`);
    return;
  }
  const dependentRole = constraintRole(get(constraint, "rsc-role"));
  const primaryRole = constraintRole(get(constraint, "with-rsc-role"));
  if (dependentRole === undefined || primaryRole === undefined) {
    s.problems.push(`Ignoring constraint ${id}: Invalid role`);
    return;
  }
  const attribute = get(constraint, "node-attribute");
  newColocation(s, id, attribute, score, dependent, primary, dependentRole, primaryRole, readInfluence(dependent, influence), true);
}
