/**
 * A relation may combine several kinds; each is applied in turn, in an order that is part of the behaviour.
 * Kinds that have a meaning for actions without resource (fencing, shutdown, pseudo-actions of constraints) are
 * applied to those here; everything else goes to the resource in question.
 * Behaviour: docs/pacemaker/ordering.md#effects.
 */
import { hasFlag } from "../action/action-state.ts";
import { clearFlag, setFlag } from "../action/create.ts";
import { ActionFlag, Relation } from "../model/enums.ts";
import type { Action, Node, RelationTo } from "../model/types.ts";
import { Changed, type Walk } from "./fixpoint-walk.ts";

const { optional, runnable } = ActionFlag;

/** Flags of both sides of a relation as they count for it: a collective's sum up those of its instances. */
export interface SideFlags {
  readonly ofFirst: number;
  readonly ofThen: number;
}

/** Applies every kind in `relation`. Returns what changed. */
export function applyRelation(walk: Walk, relation: RelationTo, then: Action, flags: SideFlags): number {
  const first = relation.action;
  // Normally the whole of a collective "then" follows "first".
  let node = then.node;
  if (is(relation, Relation.firstImpliesSameNodeThen)) {
    // Unfencing a node restarts only what is on that node; from here on it is an ordinary implication.
    relation.type = (relation.type & ~Relation.firstImpliesSameNodeThen) | Relation.firstImpliesThen;
    node = first.node;
  }

  let changed: number = Changed.none;
  const toThen = (type: number, filter: number, firstFlags: number = flags.ofFirst): void => {
    if (then.rsc !== undefined)
      changed |= walk.update(then.rsc, first, then, { type, node, flags: firstFlags, filter });
  };

  if (is(relation, Relation.firstImpliesThen)) {
    toThen(Relation.firstImpliesThen, optional, flags.ofFirst & optional);
    if (then.rsc === undefined && (flags.ofFirst & optional) === 0 && hasFlag(then, optional)) {
      clearFlag(then, optional);
      changed |= Changed.second;
    }
  }
  if (is(relation, Relation.intermediateStop)) toThen(Relation.intermediateStop, optional | runnable);
  if (is(relation, Relation.thenImpliesFirst)) changed |= applyThenImpliesFirst(walk, first, then, node, flags.ofFirst);
  if (is(relation, Relation.promotedImpliesFirst)) {
    toThen(Relation.promotedImpliesFirst, optional, flags.ofFirst & optional);
  }
  if (is(relation, Relation.minRunnable)) {
    toThen(Relation.minRunnable, runnable);
    if (then.rsc === undefined) changed |= countRunnable(then, flags.ofFirst);
  }
  if (is(relation, Relation.nestedRemoteProbe) && then.rsc !== undefined) {
    const stopping = (flags.ofFirst & runnable) === 0 && (first.rsc?.active.length ?? 0) > 0;
    if (stopping) relation.type = Relation.none;
    else toThen(Relation.unrunnableFirstBlocks, runnable);
  }
  if (is(relation, Relation.unrunnableFirstBlocks)) {
    toThen(Relation.unrunnableFirstBlocks, runnable);
    if (then.rsc === undefined && (flags.ofFirst & runnable) === 0) changed |= block(then);
  }
  if (is(relation, Relation.unmigratableThenBlocks)) toThen(Relation.unmigratableThenBlocks, optional);
  if (is(relation, Relation.firstElseThen)) toThen(Relation.firstElseThen, optional);
  if (is(relation, Relation.ordered)) toThen(Relation.ordered, runnable);
  if (is(relation, Relation.asymmetric)) toThen(Relation.asymmetric, runnable);

  markGraphed(relation, then, flags);
  if (isStopThatNeverHappens(relation)) changed |= block(then);
  return changed;
}

function is(relation: RelationTo, type: number): boolean {
  return (relation.type & type) !== 0;
}

function applyThenImpliesFirst(walk: Walk, first: Action, then: Action, node: Node | undefined, flags: number): number {
  if (first.rsc !== undefined) {
    return walk.update(first.rsc, first, then, { type: Relation.thenImpliesFirst, node, flags, filter: optional });
  }
  if ((flags & optional) !== 0 || !hasFlag(first, runnable)) return Changed.none;
  clearFlag(first, runnable);
  return Changed.first;
}

/** "Then" needs a number of actions like "first" to be runnable: one more is. */
function countRunnable(then: Action, firstFlags: number): number {
  if ((firstFlags & runnable) === 0) return Changed.none;
  then.runnableBefore++;
  if (then.runnableBefore < then.requiredRunnableBefore || hasFlag(then, runnable)) return Changed.none;
  setFlag(then, runnable);
  return Changed.second;
}

function block(then: Action): number {
  if (!hasFlag(then, runnable)) return Changed.none;
  clearFlag(then, runnable);
  return Changed.second;
}

/** An action may have to be shown because its neighbour is; that changes nothing for anyone else. */
function markGraphed(relation: RelationTo, then: Action, flags: SideFlags): void {
  const first = relation.action;
  if (is(relation, Relation.firstImpliesThenGraphed) && hasFlag(first, runnable) && (flags.ofFirst & optional) === 0) {
    setFlag(then, ActionFlag.alwaysInGraph);
  }
  if (is(relation, Relation.thenImpliesFirstGraphed) && (flags.ofThen & optional) === 0) {
    setFlag(first, ActionFlag.alwaysInGraph);
  }
}

/** "First" is the stop of a blocked, unmanaged resource: actions that would have to wait for it cannot be done. */
function isStopThatNeverHappens(relation: RelationTo): boolean {
  const first = relation.action;
  const implying = Relation.firstImpliesThen | Relation.thenImpliesFirst | Relation.intermediateStop;
  if (!is(relation, implying) || first.rsc === undefined || first.task !== "stop") return false;
  return !first.rsc.managed && first.rsc.blocked && !hasFlag(first, runnable);
}
