/**
 * The fix-point of the orderings: every action is examined against what comes before it; where that changes an
 * action, its neighbours are examined again, depth first, until nothing changes. The order of the walk decides which
 * of several reasons an action takes and which collective relations come into being, and is Pacemaker's.
 * Behaviour: docs/pacemaker/ordering.md#the-fix-point.
 */
import { isReload } from "../../cib/history.ts";
import { hasFlag } from "../action/action-state.ts";
import { actionFlags } from "../action/collective-flags.ts";
import { clearFlag, setFlag } from "../action/create.ts";
import { isAncestor } from "../action/ordering.ts";
import { orderActions } from "../action/relation.ts";
import { blockDependentsOf } from "../colocation/blocked-primaries.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation } from "../model/enums.ts";
import type { Action, Node, RelationTo, Resource } from "../model/types.ts";
import { onlyNodeOf } from "../model/whereabouts.ts";
import { completionOf } from "./completion.ts";
import { type Application, Changed, revisitAfter, type Walk } from "./fixpoint-walk.ts";
import { applyRelation } from "./relation-effects.ts";
import { updateGroup } from "./update-group.ts";
import { updateInstances } from "./update-instances.ts";
import { updatePair } from "./update-pair.ts";

/** Examines every action there is now, the newest first. */
export function settleActions(s: ClusterModel): void {
  const walk = walkOf(s);
  for (let i = s.actions.length - 1; i >= 0; i--) settle(walk, s.actions[i] as Action);
}

/** Examines one action, and whatever follows from that. */
export function settleAction(s: ClusterModel, action: Action): void {
  settle(walkOf(s), action);
}

function walkOf(s: ClusterModel): Walk {
  const walk: Walk = {
    s,
    update: (rsc, first, then, application) => update(walk, rsc, first, then, application),
    revisit: (action) => settle(walk, action),
  };
  return walk;
}

interface Step {
  readonly action: Action;
  /** Examine what comes after the action, not the action. */
  readonly after: boolean;
}

/**
 * Examines an action and all that follows from its changes. What follows is kept in a list of our own, last in first
 * out, and not in nested calls: a change may run along thousands of actions that are ordered in a chain.
 */
function settle(walk: Walk, action: Action): void {
  const pending: Step[] = [{ action, after: false }];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    if (step.after) for (const relation of step.action.after) pending.push({ action: relation.action, after: false });
    else if (examine(walk, step.action))
      pending.push({ action: step.action, after: true }, { action: step.action, after: false });
  }
}

function update(walk: Walk, rsc: Resource, first: Action, then: Action, application: Application): number {
  switch (rsc.kind) {
    case "primitive":
      return updatePair(walk, first, then, application);
    case "group":
      return updateGroup(walk, first, then, application);
    case "clone":
    case "bundle":
      return updateInstances(walk, first, then, application);
  }
}

/** Examines one action against everything before it. True when that changed it. */
function examine(walk: Walk, then: Action): boolean {
  const flagsBefore = then.flags;
  const counts = then.requiredRunnableBefore > 0;
  if (counts) {
    // Counted anew below; enough runnable actions make it runnable again.
    then.runnableBefore = 0;
    clearFlag(then, ActionFlag.runnable);
  }

  let thenChanged = false;
  for (let i = then.before.length - 1; i >= 0; i--) {
    const changed = examineRelation(walk, then.before[i] as RelationTo, then);
    if ((changed & Changed.second) !== 0) thenChanged = true;
  }
  if (counts) thenChanged = then.flags !== flagsBefore;
  const blocked = (flagsBefore & ActionFlag.runnable) !== 0 && !hasFlag(then, ActionFlag.runnable);
  if (thenChanged && blocked) blockDependentsOf(walk.s, then, walk.revisit);
  return thenChanged;
}

function examineRelation(walk: Walk, relation: RelationTo, then: Action): number {
  const listed = relation.action;
  const firstNode = placeOf(listed);
  const thenNode = placeOf(then);
  if (
    (relation.type & Relation.ifOnSameNode) !== 0 &&
    firstNode !== undefined &&
    thenNode !== undefined &&
    firstNode !== thenNode
  ) {
    relation.type = Relation.none;
    return Changed.none;
  }
  if ((relation.type & Relation.thenCancelsFirst) !== 0) cancelIfRequired(listed, then);

  const first = waitedFor(listed, then);
  if (first !== listed) {
    // Replaced by a relation to the completion; that one takes part from the next examination on.
    if (!orderActions(first, then, relation.type)) return Changed.none;
    relation.type = Relation.none;
    return Changed.second;
  }

  const flags = { ofFirst: flagsFor(walk.s, first, thenNode), ofThen: flagsFor(walk.s, then, firstNode) };
  const changed = applyRelation(walk, relation, then, flags);
  if ((changed & Changed.first) !== 0) {
    revisitAfter(walk, first);
    settle(walk, first);
  }
  return changed;
}

/** Where the action takes place; a group's start, which has no node of its own, where the group will be. */
function placeOf(action: Action): Node | undefined {
  return action.rsc?.kind === "group" && action.task === "start" ? onlyNodeOf(action.rsc, false) : action.node;
}

/** A required "then" makes "first" pointless, as a stop does a reload. */
function cancelIfRequired(first: Action, then: Action): void {
  if (first.rsc === undefined || hasFlag(then, ActionFlag.optional)) return;
  setFlag(first, ActionFlag.optional);
  if (isReload(first.task)) first.rsc.reload = false;
}

/** Other resources wait for a collective to be done; its own parts do not. */
function waitedFor(first: Action, then: Action): Action {
  if (first.rsc === undefined || then.rsc === undefined || first.rsc === then.rsc) return first;
  return isAncestor(first.rsc, then.rsc) ? first : completionOf(first);
}

/**
 * An action's flags as they count for its relations. Those of a clone's action depend on the node of the other side,
 * except that "runnable" means runnable anywhere.
 */
function flagsFor(s: ClusterModel, action: Action, otherNode: Node | undefined): number {
  if (action.rsc === undefined) return action.flags;
  const anywhere = actionFlags(s, action, undefined);
  if (otherNode === undefined || action.rsc.kind !== "clone") return anywhere;
  return actionFlags(s, action, otherNode) | (anywhere & ActionFlag.runnable);
}
