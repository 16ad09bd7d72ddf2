/**
 * Changing an action's flags and its reason.
 * Behaviour: docs/pacemaker/actions.md#flags-and-reasons (pe_actions.c).
 */
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag } from "../model/enums.ts";
import type { ReadonlyAction } from "../model/read-only.ts";
import type { Action } from "../model/types.ts";

/** Whether the action has any of the bits of `flag`, a bit set of {@link ActionFlag}. */
export function hasFlag(action: ReadonlyAction, flag: number): boolean {
  return (action.flags & flag) !== 0;
}

/** Sets the bits of `flag`. When one of them was clear, flag sums of the action's resource and its ancestors expire. */
export function setFlag(action: Action, flag: number): void {
  if ((action.flags & flag) === flag) return;
  action.flags |= flag;
  noteChange(action);
}

/** Clears the bits of `flag`. When one of them was set, flag sums of the action's resource and its ancestors expire. */
export function clearFlag(action: Action, flag: number): void {
  if ((action.flags & flag) === 0) return;
  action.flags &= ~flag;
  noteChange(action);
}

/** Expires the sums over actions' flags that the action's resource and its ancestors keep. */
export function noteChange(action: Action): void {
  for (let at = action.rsc; at !== undefined; at = at.parent) at.actionsRevision++;
}

/** Sets a meta-attribute. Until it has one of its own, an action shares its meta-attributes with others of its operation. */
export function setMeta(action: Action, name: string, value: string): void {
  if (action.ownMeta === undefined) {
    action.ownMeta = new Map(action.meta);
    action.meta = action.ownMeta;
  }
  action.ownMeta.set(name, value);
}

/** As {@link setMeta}, where the action may have one of that name already: releases differ in which of the two stays. */
export function setMetaByRelease(s: ClusterModel, action: Action, name: string, value: string): void {
  if (s.dialect.laterMetaReplaces || !action.meta.has(name)) setMeta(action, name, value);
}

/** Gives the action a reason, unless it has one already and `overwrite` is false; `undefined` takes it away. */
export function setReason(action: Action, reason: string | undefined, overwrite: boolean): void {
  if (action.reason === undefined || overwrite) action.reason = reason;
}

/** The reason one action gives another: what changed about `action`, e.g. `required A start`. */
export function reasonFrom(action: ReadonlyAction, flag: number): string {
  const change =
    flag === ActionFlag.runnable ? "unrunnable" : flag === ActionFlag.migratable ? "unmigrateable" : "required";
  return action.rsc === undefined ? `${change} ${action.task}` : `${change} ${action.rsc.id} ${action.task}`;
}

/** Makes `status` the action's successful result, in the graph too: docs/pacemaker/graph.md#attributes-of-actions. */
export function expectResult(action: Action, status: number): void {
  action.expectedRc = status;
  setMeta(action, "op_target_rc", String(status));
}
