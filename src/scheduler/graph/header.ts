/**
 * The head of an action's element in a transition, which the triggers of other actions repeat.
 * Behaviour: docs/pacemaker/graph.md#elements-of-actions.
 */
import { notifyKey, operationKey } from "../../cib/operation.ts";
import { hasFlag } from "../action/action-state.ts";
import { ActionFlag } from "../model/enums.ts";
import type { ReadonlyAction } from "../model/read-only.ts";
import { routerOf } from "./router.ts";
import type { ActionHeader } from "./transition.ts";

/** `operationKey` names the resource as the history does, without an anonymous clone's instance number. */
export function headerOf(action: ReadonlyAction): ActionHeader {
  const { rsc } = action;
  const historyKey = rsc?.historyId === undefined ? undefined : keyInHistory(action, rsc.historyId);
  return {
    kind: kindOf(action),
    id: action.id,
    ...(action.task === "lrm_delete" ? { mode: "cib" } : {}),
    operation: action.task,
    operationKey: historyKey ?? action.key,
    ...(historyKey === undefined ? {} : { internalOperationKey: action.key }),
    ...placeOf(action),
  };
}

/** `rsc_op` is for an executor, `crm_event` for the cluster itself; no node carries out a `pseudo_event`. */
export function kindOf(action: ReadonlyAction): ActionHeader["kind"] {
  const isPseudo = hasFlag(action, ActionFlag.pseudo);
  switch (action.task) {
    case "stonith":
      // A guest node is not fenced itself: its container is stopped.
      return isPseudo ? "pseudo_event" : "crm_event";
    case "do_shutdown":
    case "clear_failcount":
    case "lrm_delete":
      return "crm_event";
    default:
      return isPseudo ? "pseudo_event" : "rsc_op";
  }
}

/** No node carries out a pseudo-action, so it has no place; the fencing of a guest still names the guest. */
export function showsNode(action: ReadonlyAction): boolean {
  return action.node !== undefined && (kindOf(action) !== "pseudo_event" || action.task === "stonith");
}

function placeOf(action: ReadonlyAction): Pick<ActionHeader, "onNode" | "onNodeUuid" | "routerNode"> {
  if (action.node === undefined || !showsNode(action)) return {};
  const router = routerOf(action);
  return {
    onNode: action.node.name,
    onNodeUuid: action.node.id,
    ...(router === undefined ? {} : { routerNode: router.name }),
  };
}

/** The operation's key under the name its history is kept: that of the clone's child, without instance number. */
function keyInHistory(action: ReadonlyAction, historyId: string): string {
  if (action.task === "notify") {
    const type = action.meta.get("notify_type") ?? "";
    return notifyKey(historyId, type, action.meta.get("notify_operation") ?? "");
  }
  return operationKey(historyId, action.cancelTask ?? action.task, action.intervalMs);
}
