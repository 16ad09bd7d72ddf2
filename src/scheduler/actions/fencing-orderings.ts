/**
 * What the fencing of a node means for every managed resource: starts and promotions that need fencing wait for it;
 * stops and demotions on the node are implied by it.
 * Behaviour: docs/pacemaker/fencing.md#orders-against-fencing (pcmk_sched_fencing.c).
 */
import { operationKey } from "../../cib/operation.ts";
import { findActions, findFirstAction, setFlag } from "../action/create.ts";
import { orderActions } from "../action/relation.ts";
import { isOnlineAndClean } from "../action/resource-active.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation } from "../model/enums.ts";
import { isGuest } from "../model/node.ts";
import { topOf } from "../model/resource.ts";
import type { Action, Node, Resource } from "../model/types.ts";
import { orderNotificationsAfterFencing } from "../notifications/notifications.ts";

/** Orders the actions of all managed resources against one fencing action; without effect if that has no node. */
export function orderAgainstFencing(s: ClusterModel, fencing: Action): void {
  const target = fencing.node;
  if (target === undefined) return;
  for (const rsc of s.resources) orderResource(s, rsc, fencing, target);
}

function orderResource(s: ClusterModel, rsc: Resource, fencing: Action, target: Node): void {
  if (rsc.children.length > 0) {
    for (const child of rsc.children) orderResource(s, child, fencing, target);
  } else if (rsc.managed) {
    orderStarts(rsc, fencing, target);
    orderStops(s, rsc, fencing, target);
    orderDemotions(rsc, fencing, target);
  }
}

function orderStarts(rsc: Resource, fencing: Action, target: Node): void {
  for (const action of [...rsc.actions].reverse()) {
    if (action.needs === "fencing") {
      orderActions(fencing, action, Relation.ordered);
    } else if (
      action.needs === "quorum" &&
      action.task === "start" &&
      rsc.allowed.has(target) &&
      !isKnownOn(rsc, target)
    ) {
      // It is unknown whether it runs on the node that is about to die (a lost DC takes its knowledge with it).
      orderActions(fencing, action, Relation.ordered | Relation.unrunnableFirstBlocks);
    }
  }
}

/** Its state there is known; for an instance of an anonymous clone, that of any instance will do. */
function isKnownOn(rsc: Resource, node: Node): boolean {
  if (rsc.knownOn.has(node)) return true;
  const parent = rsc.parent;
  // Not of the clone above a group: the group may be known only in part.
  return rsc.kind === "primitive" && parent?.kind === "clone" && !parent.unique && parent.knownOn.has(node);
}

function isImpliedInOrder(rsc: Resource, target: Node): boolean {
  // "Fencing" a guest is the stop of a container, so what it implies always comes after it.
  return rsc.needsFencing || isGuest(target);
}

function orderStops(s: ClusterModel, rsc: Resource, fencing: Action, target: Node): void {
  const stops = findActions(rsc, operationKey(rsc.id, "stop", 0), target);
  if (stops.length === 0) return;
  const inOrder = isImpliedInOrder(rsc, target);
  const topStop = inOrder ? findFirstAction(topOf(rsc, false).actions, "stop", undefined) : undefined;
  for (const stop of stops) {
    // A real one would never complete.
    setFlag(stop, ActionFlag.pseudo | ActionFlag.runnable);
    if (inOrder) {
      // Inside a bundle this would close a loop; there the stop of the parent has to do.
      if (!isBundled(rsc)) orderActions(fencing, stop, Relation.guestAllowed);
      if (topStop !== undefined) orderActions(fencing, topStop, Relation.guestAllowed);
    }
    if (rsc.notify) orderNotificationsAfterFencing(s, stop, rsc, fencing);
  }
}

function orderDemotions(rsc: Resource, fencing: Action, target: Node): void {
  for (const demotion of findActions(rsc, operationKey(rsc.id, "demote", 0), target)) {
    if (isOnlineAndClean(demotion.node) && !rsc.failed) continue;
    setFlag(demotion, ActionFlag.pseudo | ActionFlag.runnable);
    if (!isBundled(rsc) && isImpliedInOrder(rsc, target))
      orderActions(fencing, demotion, Relation.guestAllowed | Relation.ordered);
  }
}

function isBundled(rsc: Resource): boolean {
  return topOf(rsc).kind === "bundle";
}
