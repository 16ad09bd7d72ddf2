/**
 * What each relation does to the two actions it holds between: whether "first" becomes required because
 * "then" is, whether "then" cannot run because "first" cannot, and so on. Flags are only ever cleared here, so the
 * fix-point ends. An action changed on account of another resource's action takes its reason from that one.
 * Behaviour: docs/pacemaker/ordering.md#effects.
 */
import { hasFlag } from "../action/action-state.ts";
import { clearFlag, reasonFrom, setReason } from "../action/create.ts";
import { ActionFlag, Relation, Role } from "../model/enums.ts";
import type { Action } from "../model/types.ts";
import { roleOf } from "../model/whereabouts.ts";
import { type Application, Changed, type Walk } from "./fixpoint-walk.ts";

const { optional, runnable, migratable, pseudo } = ActionFlag;

/** Applies one relation to two actions as they stand. Returns which of them changed. */
export function updatePair(walk: Walk, first: Action, then: Action, application: Application): number {
  const firstBefore = first.flags;
  const thenBefore = then.flags;
  applyEffect(first, then, application);
  walk.s.why?.related(first, then, application.type, firstBefore, thenBefore);

  let changed: number = Changed.none;
  if (then.flags !== thenBefore) {
    changed |= Changed.second;
    // A member's or instance's action changed behind the collective's back; "stop X then start X" of cloned groups
    // depends on this being known at once.
    if (then.rsc?.parent !== undefined) walk.revisit(then);
  }
  if (first.flags !== firstBefore) changed |= Changed.first;
  return changed;
}

function applyEffect(first: Action, then: Action, { type, flags, filter }: Application): void {
  const requiredThen = !hasFlag(then, optional);
  switch (type) {
    case Relation.asymmetric:
      blockAsymmetric(first, then);
      return;
    case Relation.thenImpliesFirst:
      if (!requiredThen) return;
      if ((filter & optional) !== 0 && (flags & optional) === 0) clearBecause(first, optional, then);
      if ((flags & migratable) !== 0 && !hasFlag(then, migratable)) clearBecause(first, migratable, then);
      return;
    case Relation.promotedImpliesFirst:
      if (!requiredThen || (filter & optional) === 0 || then.rsc?.role !== Role.promoted) return;
      clearBecause(first, optional, then);
      if (!hasFlag(then, migratable)) clearBecause(first, migratable, then);
      return;
    case Relation.unmigratableThenBlocks:
      if ((filter & optional) === 0) return;
      if (!hasFlag(then, migratable) || !hasFlag(then, runnable)) clearBecause(first, runnable, then);
      if (requiredThen) clearBecause(first, optional, then);
      return;
    case Relation.firstElseThen:
      // A migration that cannot be done turns its pseudo start into a real one.
      if ((filter & optional) === 0 || hasFlag(first, runnable)) return;
      clearBecause(then, migratable, first);
      clearFlag(then, pseudo);
      return;
    case Relation.unrunnableFirstBlocks:
      if ((filter & runnable) === 0 || !hasFlag(then, runnable) || (flags & runnable) !== 0) return;
      clearBecause(then, runnable, first);
      clearBecause(then, migratable, first);
      return;
    case Relation.firstImpliesThen:
      if ((filter & optional) === 0 || requiredThen) return;
      if ((flags & optional) === 0 && !hasFlag(first, migratable)) clearBecause(then, optional, first);
      return;
    case Relation.intermediateStop:
      stopBetween(first, then, filter);
      return;
  }
}

/** "First" cannot be done, so "then" must not be either, unless it is already as it should be. */
function blockAsymmetric(first: Action, then: Action): void {
  if (then.rsc === undefined || hasFlag(first, runnable)) return;
  if (hasFlag(then, optional)) {
    const role = roleOf(then.rsc, true);
    if (role === Role.stopped && then.task === "stop") return;
    const alreadyThere = then.rsc.active.length === 1 && then.rsc.active[0] === then.node;
    if (role >= Role.started && then.task === "start" && alreadyThere) return;
  }
  clearBecause(then, optional, first);
  clearBecause(then, runnable, first);
}

/** "First" is a stop that lies between the present and "then": of the same resource, or of a later group member. */
function stopBetween(first: Action, then: Action, filter: number): void {
  const requiredThen = !hasFlag(then, optional);
  const restart = (filter & optional) !== 0 && requiredThen;
  // What should be restarted and cannot start is to be stopped all the same.
  const stop =
    (filter & runnable) !== 0 && !hasFlag(then, runnable) && then.rsc?.managed === true && first.rsc === then.rsc;
  if (!restart && !stop) return;

  if (hasFlag(first, runnable) || requiredThen) clearBecause(first, optional, then);
  if (!hasFlag(then, migratable)) clearBecause(first, migratable, then);
  if (!hasFlag(first, optional) && !hasFlag(first, runnable)) clearBecause(then, runnable, first);
}

function clearBecause(action: Action, flag: number, because: Action): void {
  if (!hasFlag(action, flag)) return;
  clearFlag(action, flag);
  if (action.rsc !== because.rsc) setReason(action, reasonFrom(because, flag), false);
}
