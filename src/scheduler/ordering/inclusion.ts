/**
 * Which actions a transition holds: those that can be done and have to be, on nodes that can carry them out.
 * Behaviour: docs/pacemaker/graph.md#what-is-in-the-graph.
 */
import { hasFlag } from "../action/action-state.ts";
import { ActionFlag } from "../model/enums.ts";
import { isGuest } from "../model/node.ts";
import type { Action } from "../model/types.ts";

/** False for an action that cannot or need not be done or has no usable node; only monitors of unmanaged resources. */
export function belongsInGraph(action: Action): boolean {
  if (!hasFlag(action, ActionFlag.runnable)) return false;
  if (hasFlag(action, ActionFlag.optional) && !hasFlag(action, ActionFlag.alwaysInGraph)) return false;
  if (isHandsOff(action)) return false;

  const carriedOutByCluster =
    hasFlag(action, ActionFlag.pseudo) || action.task === "stonith" || action.task === "do_shutdown";
  if (carriedOutByCluster) return true;
  return isPlaced(action);
}

/** An unmanaged resource is watched and nothing else: probes, recurring monitors, and ending the latter. */
function isHandsOff(action: Action): boolean {
  if (action.rsc === undefined || action.rsc.managed || action.task === "monitor") return false;
  const interval = action.meta.get("interval");
  return interval === undefined || interval === "0";
}

function isPlaced({ node, flags }: Action): boolean {
  if (node === undefined) return false;
  if ((flags & ActionFlag.onDc) !== 0) return true;
  // A guest node that is down is expected to be up by then, unless it has to be reset first.
  if (isGuest(node) && !node.remoteReset) return true;
  return node.online && !node.unclean;
}
