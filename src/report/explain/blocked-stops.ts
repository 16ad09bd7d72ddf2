/** What a node's shutdown waits for and cannot get. */

import { hasFlag } from "../../scheduler/action/action-state.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { ActionFlag } from "../../scheduler/model/enums.ts";
import type { ReadonlyAction, ReadonlyNode, ReadonlyRelationTo } from "../../scheduler/model/read-only.ts";

/** The stops the shutdown waits for that cannot run, each followed to the stop at the root of that. */
export function blockedStops(planned: ReadonlyModel, node: ReadonlyNode): ReadonlyAction[] {
  const shutdown = planned.actions.find((a) => a.task === "do_shutdown" && a.node === node);
  const isBlocked = ({ action }: ReadonlyRelationTo): boolean =>
    action.task === "stop" && action.rsc !== undefined && !hasFlag(action, ActionFlag.runnable);
  const rootOf = (stop: ReadonlyAction, seen: ReadonlySet<ReadonlyAction>): ReadonlyAction => {
    const earlier = stop.before.find((relation) => isBlocked(relation) && !seen.has(relation.action));
    return earlier === undefined ? stop : rootOf(earlier.action, new Set([...seen, stop]));
  };
  const roots = (shutdown?.before ?? []).filter(isBlocked).map(({ action }) => rootOf(action, new Set()));
  return [...new Set(roots)];
}
