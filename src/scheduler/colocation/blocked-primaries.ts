/**
 * A resource that must be with one that cannot start (or be promoted) cannot either, and may block others in turn. A
 * collective counts as blocked only when every part of it is.
 * Behaviour: docs/pacemaker/colocation.md#blocked-primaries.
 */
import { INFINITY } from "../../cib/value/score.ts";
import { hasFlag } from "../action/action-state.ts";
import { withThisColocations } from "../action/colocation-lists.ts";
import { clearFlag, findFirstAction, setReason } from "../action/create.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Role } from "../model/enums.ts";
import { topOf } from "../model/resource.ts";
import type { Action, Colocation, Resource } from "../model/types.ts";

/** Looks again at everything ordered around an action that was blocked (the fix-point of ordering/fixpoint.ts). */
export type Settle = (action: Action) => void;

/** Examines all actions, the newest first. */
export function blockColocatedStarts(s: ClusterModel, settle: Settle): void {
  for (let i = s.actions.length - 1; i >= 0; i--) blockDependentsOf(s, s.actions[i] as Action, settle);
}

/** Blocks the mandatory dependents of a start or promotion that cannot be done. */
export function blockDependentsOf(s: ClusterModel, action: Action, settle: Settle): void {
  if (hasFlag(action, ActionFlag.runnable) || action.rsc === undefined) return;
  if (action.task !== "start" && action.task !== "promote") return;
  const top = topOf(action.rsc);
  if (!top.children.every((child) => isBlocked(child, action.task))) return;

  for (const colocation of withThisColocations(s, top)) {
    if (colocation.score < INFINITY) continue;
    // A dependent that need not be with the promoted instance can start without one.
    if (action.task === "promote" && colocation.primaryRole !== Role.promoted) continue;
    block(s, colocation.dependent, { colocation, because: action, settle });
  }
}

function isBlocked(rsc: Resource, task: string): boolean {
  const action = findFirstAction(rsc.actions, task, undefined);
  return action !== undefined && !hasFlag(action, ActionFlag.runnable);
}

interface Blocking {
  readonly colocation: Colocation;
  /** The action of the primary that cannot be done. */
  readonly because: Action;
  readonly settle: Settle;
}

function block(s: ClusterModel, rsc: Resource, blocking: Blocking): void {
  const { colocation, because, settle } = blocking;
  const task = colocation.dependentRole === Role.promoted ? "promote" : "start";
  for (let i = rsc.actions.length - 1; i >= 0; i--) {
    const action = rsc.actions[i] as Action;
    if (action.task !== task || !hasFlag(action, ActionFlag.runnable)) continue;
    clearFlag(action, ActionFlag.runnable);
    setReason(action, `colocation with ${because.rsc?.id}`, false);
    s.why?.blockedByColocation(action, because, colocation);
    blockDependentsOf(s, action, settle);
    settle(action);
  }
  for (const child of rsc.children) block(s, child, blocking);
}
