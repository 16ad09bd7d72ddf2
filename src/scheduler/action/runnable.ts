/**
 * Whether an action can be carried out at all, judged when it is made: there must be a node, the node must be there,
 * and the partition must be allowed to do it.
 * Behaviour: docs/pacemaker/actions.md#whether-an-action-can-be-done (pe_actions.c).
 */
import { operationKey } from "../../cib/operation.ts";
import type { ClusterModel, QuorumPolicy } from "../model/cluster-model.ts";
import { ActionFlag, Role } from "../model/enums.ts";
import { isGuest } from "../model/node.ts";
import type { Action, Resource } from "../model/types.ts";
import { clearFlag, hasFlag, setFlag } from "./action-state.ts";
import { canFence, fenceNode } from "./fence-node.ts";
import { isActive } from "./resource-active.ts";

/** Sets or clears the runnable flag; a stop that cannot run because its node went offline gets the node fenced. */
export function judgeRunnable(s: ClusterModel, action: Action, rsc: Resource): void {
  if (hasFlag(action, ActionFlag.pseudo)) return;
  const node = action.node;
  if (node === undefined) {
    clearFlag(action, ActionFlag.runnable);
    return;
  }
  const onDc = hasFlag(action, ActionFlag.onDc);
  if (!onDc && !node.online && (!isGuest(node) || node.remoteReset)) {
    clearFlag(action, ActionFlag.runnable);
    if (rsc.managed && action.task === "stop" && !node.unclean) fenceNode(s, node, "stop is unrunnable", false);
    return;
  }
  if (!onDc && node.pending && (s.dialect.probesAwaitJoin || action.key !== operationKey(rsc.id, "monitor", 0))) {
    clearFlag(action, ActionFlag.runnable);
    return;
  }
  if (action.needs === "nothing") {
    action.reason = undefined;
    // A guest whose host is lost and cannot be fenced may still be running there.
    if (isGuest(node) && !canFence(s, node)) clearFlag(action, ActionFlag.runnable);
    else setFlag(action, ActionFlag.runnable);
    return;
  }
  switch (effectivePolicy(s, rsc)) {
    case "stop":
      clearFlag(action, ActionFlag.runnable);
      action.reason = "no quorum";
      break;
    case "freeze":
      // Without quorum nothing new starts, but what runs may be recovered where it is.
      if (!isActive(rsc, true) || rsc.nextRole > rsc.role) {
        clearFlag(action, ActionFlag.runnable);
        action.reason = "quorum freeze";
      }
      break;
    default:
      setFlag(action, ActionFlag.runnable);
  }
}

/** What loss of quorum means for this resource now; under "demote" its promotion is capped on the way. */
function effectivePolicy(s: ClusterModel, rsc: Resource): QuorumPolicy {
  if (s.quorate) return "ignore";
  if (s.options.quorumPolicy !== "demote") return s.options.quorumPolicy;
  if (rsc.role === Role.promoted || rsc.role === Role.unpromoted) {
    if (rsc.nextRole > Role.unpromoted) rsc.nextRole = Role.unpromoted;
    return "ignore";
  }
  return "stop";
}
