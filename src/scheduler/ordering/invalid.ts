/**
 * Relations dropped after the fact: what a user ordered between a guest node's container and something running
 * in that guest, which could never be obeyed; and waiting for a node's freed capacity where that would close a circle,
 * as when two resources migrate to each other's node.
 * Behaviour: docs/pacemaker/ordering.md#dropped-relations.
 */
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation } from "../model/enums.ts";
import type { Action, RelationTo } from "../model/types.ts";
import { isInputLoop } from "./edges.ts";

/** Sets the type of such relations to none; they stay in the lists. */
export function dropInvalidRelations(s: ClusterModel): void {
  for (let i = s.actions.length - 1; i >= 0; i--) {
    const then = s.actions[i] as Action;
    for (let j = then.before.length - 1; j >= 0; j--) {
      const relation = then.before[j] as RelationTo;
      if (isBetweenGuestAndContainer(relation, then) || isCapacityLoop(relation, then)) relation.type = Relation.none;
    }
  }
}

function isBetweenGuestAndContainer(relation: RelationTo, then: Action): boolean {
  const { rsc, node } = relation.action;
  if ((relation.type & Relation.guestAllowed) !== 0 || rsc === undefined) return false;
  if (then.rsc === undefined || then.rsc.launched.length === 0) return false;
  return node?.connection !== undefined && node.connection.launcher === then.rsc;
}

function isCapacityLoop(relation: RelationTo, then: Action): boolean {
  if (relation.type !== Relation.ifOnSameNodeOrTarget || then.rsc === undefined || then.task !== "migrate_to")
    return false;
  return isInputLoop(relation, then);
}
