/**
 * Applying a relation to a group: to its own pseudo-action and to the same action of every member, which must obey
 * what is asked of the group even before their order within the group is considered.
 * Behaviour: docs/pacemaker/ordering.md#groups.
 */
import { findFirstAction } from "../action/create.ts";
import type { Action } from "../model/types.ts";
import type { Application, Walk } from "./fixpoint-walk.ts";
import { updatePair } from "./update-pair.ts";

/** Returns which of the two actions changed, as `Changed` flags. */
export function updateGroup(walk: Walk, first: Action, then: Action, application: Application): number {
  let changed = updatePair(walk, first, then, application);
  for (const member of then.rsc?.children ?? []) {
    const action = findFirstAction(member.actions, then.task, application.node);
    if (action !== undefined) changed |= walk.update(member, first, action, application);
  }
  return changed;
}
