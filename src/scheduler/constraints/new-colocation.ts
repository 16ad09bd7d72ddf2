/**
 * Noting a colocation, be it written by someone or implied by a group, a bundle or a container. One of minus infinity
 * also orders the two resources wherever they meet.
 * Behaviour: docs/pacemaker/colocation.md#noting-a-colocation.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import { insertThisWith, insertWithThis } from "../action/colocation-lists.ts";
import { newOrdering } from "../action/ordering.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation, Role } from "../model/enums.ts";
import type { Colocation, Resource } from "../model/types.ts";

/** The parts of a colocation. Without `nodeAttribute` it is about nodes themselves, without a role about every role. */
export interface NewColocation {
  readonly id: string;
  readonly nodeAttribute?: string | undefined;
  readonly score: number;
  readonly dependent: Resource;
  readonly primary: Resource;
  readonly dependentRole?: Role;
  readonly primaryRole?: Role;
  readonly influence: boolean;
  readonly explicit?: boolean;
}

/** Notes a colocation with both its resources. A score of zero asks for nothing and is not noted. */
export function newColocation(s: ClusterModel, parts: NewColocation): void {
  const { id, score, dependent, primary, influence, explicit = false } = parts;
  if (score === 0) return;
  const { nodeAttribute = "#uname", dependentRole = Role.unknown, primaryRole = Role.unknown } = parts;
  const colocation: Colocation = {
    id,
    dependent,
    primary,
    score,
    nodeAttribute,
    dependentRole,
    primaryRole,
    influence,
    sparesActive: s.dialect.knowsInfluence && dependent.remoteNestingAllowed,
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
function orderApart(s: ClusterModel, first: Resource, firstRole: Role, then: Resource, thenRole: Role): void {
  const losing =
    firstRole === Role.promoted ? ["demote"] : firstRole === Role.unpromoted ? ["stop", "promote"] : ["stop"];
  const gaining =
    thenRole === Role.promoted ? ["promote"] : thenRole === Role.unpromoted ? ["start", "demote"] : ["start"];
  for (const lose of losing) {
    for (const gain of gaining)
      newOrdering(s, { rsc: first, task: lose }, { rsc: then, task: gain }, Relation.ifRequiredOnSameNode);
  }
}

/** Whether the dependent moves the primary: as configured, else if the dependent is critical. */
export function readInfluence(s: ClusterModel, dependent: Resource, text: string | undefined): boolean {
  return (s.dialect.knowsInfluence ? parseBoolean(text) : undefined) ?? dependent.critical;
}
