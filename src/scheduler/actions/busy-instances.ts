/**
 * Until 2.1 the instances of an ordered clone that have to start, and those that have to stop, follow one another whatever
 * instances without anything to do are between them.
 * Behaviour: docs/pacemaker/internal-orderings.md#clones.
 */
import { operationKey } from "../../cib/operation.ts";
import { hasFlag } from "../action/action-state.ts";
import { findActions } from "../action/find-actions.ts";
import { orderActions } from "../action/relation.ts";
import { ActionFlag, Relation } from "../model/enums.ts";
import type { Action, Clone, Resource } from "../model/types.ts";
import { compareInstanceNumbers } from "../placement/instance-order.ts";

/** Puts the instances in the order of their numbers, and orders what they have to do. */
export function chainBusyInstances(clone: Clone): void {
  clone.children.sort(compareInstanceNumbers);
  let stopped: Action | undefined;
  let started: Action | undefined;
  for (const instance of clone.children) {
    const stop = onlyRequired(instance, "stop");
    if (stop !== undefined && stopped !== undefined) orderActions(stop, stopped, Relation.ordered);
    stopped = stop ?? stopped;
    const start = onlyRequired(instance, "start");
    if (start !== undefined && started !== undefined) orderActions(started, start, Relation.ordered);
    started = start ?? started;
  }
}

/** One that runs on several nodes has several stops, and no place in the chain. */
function onlyRequired(instance: Resource, task: string): Action | undefined {
  const required = findActions(instance, operationKey(instance.id, task, 0), undefined).filter(
    (action) => !hasFlag(action, ActionFlag.optional),
  );
  return required.length === 1 ? required[0] : undefined;
}
