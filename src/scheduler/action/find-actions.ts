/**
 * Finding actions that exist. Lists are oldest first; who wants one of several usually wants the newest.
 * Behaviour: docs/pacemaker/actions.md#finding-actions (pe_actions.c).
 */
import { operationKey } from "../../cib/operation.ts";
import type { ReadonlyAction, ReadonlyNode, ReadonlyResource } from "../model/read-only.ts";
import type { Action, Node, Resource } from "../model/types.ts";
import { noteChange } from "./action-state.ts";

/**
 * The resource's actions with this key: on any node when `node` is undefined, else those on the node and those that
 * had none, which are thereby placed on it. Oldest first.
 */
export function findActions(rsc: Resource, key: string, node: Node | undefined): readonly Action[] {
  return matching(withKey(rsc, key), key, node);
}

/** The same for those who only read: an action that has no node yet is found for each, and stays without. */
export function knownActions(
  rsc: ReadonlyResource,
  key: string,
  node: ReadonlyNode | undefined,
): readonly ReadonlyAction[] {
  return rsc.actions.filter(
    (action) => action.key === key && (node === undefined || action.node === undefined || action.node === node),
  );
}

/** Up to so many actions are looked through as fast as a map is asked. */
const FEW = 8;

/** A superset of the resource's actions with this key, oldest first: on many nodes it has very many others. */
function withKey(rsc: Resource, key: string): readonly Action[] {
  const { actions } = rsc;
  if (actions.length <= FEW) return actions;
  rsc.actionsByKey ??= { known: 0, lists: new Map() };
  const index = rsc.actionsByKey;
  for (; index.known < actions.length; index.known++) {
    const action = actions[index.known] as Action;
    const list = index.lists.get(action.key);
    if (list === undefined) index.lists.set(action.key, [action]);
    else list.push(action);
  }
  return index.lists.get(key) ?? NO_ACTIONS;
}

/** Those of `actions` that {@link findActions} describes. */
export function matching(actions: readonly Action[], key: string, node: Node | undefined): readonly Action[] {
  // Most searches find nothing, so the list is made when there is something for it.
  let found: Action[] | undefined;
  for (const action of actions) {
    if (action.key !== key) continue;
    if (node !== undefined && action.node === undefined) {
      action.node = node;
      noteChange(action);
    }
    if (node !== undefined && action.node !== node) continue;
    if (found === undefined) found = [action];
    else found.push(action);
  }
  return found ?? NO_ACTIONS;
}

/** Like {@link findActions} by task (interval 0), but only those really placed on `node`. Oldest first. */
export function actionsOn(rsc: Resource, task: string, node: Node): readonly Action[] {
  if (rsc.actions.length === 0) return NO_ACTIONS;
  const key = operationKey(rsc.id, task, 0);
  return withKey(rsc, key).filter((action) => action.key === key && action.node === node);
}

const NO_ACTIONS: readonly Action[] = [];

/** The newest action whose task or key is `taskOrKey`, on `node` if one is given. */
export function findFirstAction(
  actions: readonly Action[],
  taskOrKey: string,
  node: Node | undefined,
): Action | undefined {
  for (let i = actions.length - 1; i >= 0; i--) {
    const action = actions[i] as Action;
    if ((action.task === taskOrKey || action.key === taskOrKey) && (node === undefined || action.node === node))
      return action;
  }
  return undefined;
}
