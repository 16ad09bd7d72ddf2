/**
 * "Fencing" of a guest node: a label put on what happens to its container, so that other actions can be ordered
 * against it and the cluster records that the guest went down.
 * Behaviour: docs/pacemaker/fencing.md#guest-nodes (pcmk_sched_fencing.c).
 */
import { hasFlag } from "../action/action-state.ts";
import { fenceAction, findFirstAction, setFlag } from "../action/create.ts";
import { orderActions } from "../action/relation.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation } from "../model/enums.ts";
import type { Node } from "../model/types.ts";
import { orderAgainstFencing } from "./fencing-orderings.ts";

/**
 * Makes the pseudo-action that stands for fencing the guest, and orders it after what takes the guest down: the fencing
 * of its host, the stop of its container, or else that of its connection. What waits for a fencing is ordered after it.
 */
export function fenceGuest(s: ClusterModel, node: Node): void {
  const launcher = node.connection?.launcher;
  const launcherActions = launcher?.actions ?? [];
  const stop = findFirstAction(launcherActions, "stop", undefined);
  // Only a label: whether the guest comes back decides between the two words.
  const kind = findFirstAction(launcherActions, "start", undefined) === undefined ? "off" : "reboot";

  const fencing = fenceAction(s, node, kind, { optional: false, reason: "guest is unclean" });
  setFlag(fencing, ActionFlag.pseudo | ActionFlag.runnable);

  // Resources of the guest are down once its container is stopped; that it is started again does not matter to them.
  if (stop !== undefined && hasFlag(stop, ActionFlag.pseudo) && stop.node !== undefined) {
    const hostFencing = fenceAction(s, stop.node, undefined, { optional: false });
    orderActions(hostFencing, fencing, Relation.unrunnableFirstBlocks | Relation.firstImpliesThen);
  } else if (stop !== undefined) {
    orderActions(stop, fencing, Relation.unrunnableFirstBlocks | Relation.firstImpliesThen);
  } else {
    // No stop: the guest is thought to be stopped already, perhaps only because its history was erased. The connection's
    // stop waits for any new probe of the container, so waiting for it avoids taking a running guest for dead.
    const disconnect = findFirstAction(node.connection?.actions ?? [], "stop", undefined);
    if (disconnect !== undefined) orderActions(disconnect, fencing, Relation.ordered);
  }
  orderAgainstFencing(s, fencing);
}
