/**
 * Waiting for a collective means waiting until it is done: whatever is ordered after the start of a group, clone or
 * bundle comes after its `running`, after its stop its `stopped`, and so on; with notifications, after all
 * instances were notified.
 * Behaviour: docs/pacemaker/ordering.md#waiting-for-collectives.
 */
import { notifyKey, operationKey, parseOperationKey } from "../../cib/operation.ts";
import { findFirstAction } from "../action/create.ts";
import { topOf } from "../model/resource.ts";
import type { Action, Resource } from "../model/types.ts";

const COMPLETION: ReadonlyMap<string, string> = new Map<string, string>([
  ["start", "running"],
  ["stop", "stopped"],
  ["promote", "promoted"],
  ["demote", "demoted"],
]);
const COMPLETIONS = new Set(COMPLETION.values());

/** The action to wait for when "first" is ordered before something of another resource. */
export function completionOf(first: Action): Action {
  const rsc = first.rsc;
  if (rsc === undefined || rsc.kind === "primitive") return first;
  const key = completionKey(first.key, rsc);
  return key === undefined ? first : (findFirstAction(rsc.actions, key, undefined) ?? first);
}

function completionKey(key: string, rsc: Resource): string | undefined {
  // Decided by the text, as Pacemaker does: a collective with "notify" in its very name is not waited for either.
  if (key.includes("notify")) return undefined;
  const parsed = parseOperationKey(key);
  if (parsed === undefined || parsed.intervalMs > 0) return undefined;
  const completion = COMPLETIONS.has(parsed.task) ? parsed.task : COMPLETION.get(parsed.task);
  if (completion === undefined) return undefined;
  const notifies = rsc.notify && (rsc.kind === "clone" || topOf(rsc).kind === "bundle");
  return notifies ? notifyKey(parsed.rsc, "confirmed-post", completion) : operationKey(parsed.rsc, completion, 0);
}
