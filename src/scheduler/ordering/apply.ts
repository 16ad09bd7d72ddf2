/**
 * From orderings to relations, and on to what they make of the actions. Orderings are applied as they were made:
 * naming a "first" action that does not exist creates it (optional, with the next id), and later orderings find it.
 * Behaviour: docs/pacemaker/ordering.md#applying-orderings.
 */
import { operationKey, parseOperationKey } from "../../cib/operation.ts";
import { hasFlag } from "../action/action-state.ts";
import { createAction, findActions } from "../action/create.ts";
import { orderActions } from "../action/relation.ts";
import { orderProbes } from "../actions/probes.ts";
import { blockColocatedStarts } from "../colocation/blocked-primaries.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation, Role } from "../model/enums.ts";
import type { Action, Ordering, Resource } from "../model/types.ts";
import { roleOf } from "../model/whereabouts.ts";
import { settleAction, settleActions } from "./fixpoint.ts";
import { dropInvalidRelations } from "./invalid.ts";

/**
 * Runs the phase: relations, blocked colocations, orders of probes, the fix-point, then the relations to be dropped.
 */
export function applyOrderings(s: ClusterModel): void {
  const known = s.orderings.length;
  for (let i = 0; i < known; i++) applyOrdering(s, s.orderings[i] as Ordering);
  blockColocatedStarts(s, (action) => settleAction(s, action));
  orderProbes(s);
  settleActions(s);
  dropInvalidRelations(s);
}

function applyOrdering(s: ClusterModel, ordering: Ordering): void {
  const firsts =
    ordering.firstRsc === undefined ? given(ordering.firstAction) : firstActions(s, ordering, ordering.firstRsc);
  for (const first of firsts) {
    if (ordering.thenRsc !== undefined) relateToThen(first, ordering.thenRsc, ordering);
    else if (ordering.thenAction !== undefined) orderActions(first, ordering.thenAction, ordering.type);
  }
}

function given(action: Action | undefined): readonly Action[] {
  return action === undefined ? [] : [action];
}

function firstActions(s: ClusterModel, ordering: Ordering, rsc: Resource): readonly Action[] {
  if (ordering.firstAction !== undefined) return [ordering.firstAction];
  const key = ordering.firstTask as string;
  const found = actionsByKey(rsc, key);
  if (found.length > 0 || rsc === ordering.thenRsc) return found;

  const parsed = parseOperationKey(key);
  if (parsed === undefined) return [];
  const role = roleOf(rsc, true);
  // Nothing to wait for.
  if (role === Role.stopped && parsed.task === "stop") return [];
  if (role === Role.unpromoted && parsed.task === "demote") return [];
  const own = operationKey(rsc.id, parsed.task, parsed.intervalMs);
  return [createAction(s, { rsc, key: own, task: parsed.task, node: undefined, optional: true })];
}

function relateToThen(first: Action, rsc: Resource, ordering: Ordering): void {
  let type = ordering.type;
  // The stop that ends a dangling migration does not restart the resource.
  if (first.rsc === rsc && hasFlag(first, ActionFlag.migrationAbort)) type &= ~Relation.firstImpliesThen;
  const thens =
    ordering.thenAction === undefined ? actionsByKey(rsc, ordering.thenTask as string) : [ordering.thenAction];
  for (const then of thens) orderActions(first, then, type);
}

/** The resource's actions with this key or, as the key may be an ancestor's, with the same task under its own id. */
function actionsByKey(rsc: Resource, key: string): readonly Action[] {
  const found = findActions(rsc, key, undefined);
  if (found.length > 0) return found;
  const parsed = parseOperationKey(key);
  return parsed === undefined ? [] : findActions(rsc, operationKey(rsc.id, parsed.task, parsed.intervalMs), undefined);
}
