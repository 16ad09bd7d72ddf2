/**
 * Which nodes are fenced and which shut down, and in what sequence: the DC last, so that it need not be elected anew
 * half-way.
 * Behaviour: docs/pacemaker/fencing.md#which-nodes-are-fenced (pcmk_scheduler.c).
 */
import { fenceAction } from "../action/create.ts";
import { canFence } from "../action/fence-node.ts";
import { orderActions } from "../action/relation.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation } from "../model/enums.ts";
import { isGuest } from "../model/node.ts";
import type { Action, Node, Resource } from "../model/types.ts";
import { fenceGuest } from "./fence-guest.ts";
import { orderAgainstFencing } from "./fencing-orderings.ts";
import { shutdownAction } from "./shutdown.ts";

/** Makes and orders the fencing and shutdown actions of all nodes. */
export function fenceAndShutDown(s: ClusterModel): void {
  const anyManaged = s.resources.some(hasManaged);
  let dcDown: Action | undefined;
  // Newest first, as the sequencing below walks them.
  const fencings: Action[] = [];
  const shutdowns: Action[] = [];

  for (const node of s.nodes) {
    // A guest is fenced by recovering its container.
    if (isGuest(node)) {
      if (node.remoteReset && anyManaged && canFence(s, node)) fenceGuest(s, node);
      continue;
    }
    const isDc = node === s.dc;
    if (anyManaged && node.unclean && canFence(s, node)) {
      const fencing = fenceAction(s, node, undefined, { optional: false, reason: "node is unclean" });
      orderAgainstFencing(s, fencing);
      if (isDc) {
        dcDown = fencing;
      } else {
        const previous = fencings[0];
        if (!s.options.concurrentFencing && previous !== undefined) orderActions(previous, fencing, Relation.ordered);
        fencings.unshift(fencing);
      }
    } else if (needsShutdown(node)) {
      const shutdown = shutdownAction(s, node);
      if (isDc) dcDown = shutdown;
      else shutdowns.unshift(shutdown);
    }
  }
  if (dcDown === undefined) return;

  // Shutdowns do not wait for fencing of the DC nor it for them: a stop between the two could close a loop.
  if (dcDown.task === "do_shutdown") orderAll(shutdowns, dcDown);
  // Without concurrent fencing the newest is the end of the chain, and waiting for it is enough.
  orderAll(s.options.concurrentFencing ? fencings : fencings.slice(0, 1), dcDown);
}

function orderAll(before: readonly Action[], after: Action): void {
  for (const action of before) orderActions(action, after, Relation.ordered);
}

function hasManaged(rsc: Resource): boolean {
  return rsc.managed || rsc.children.some(hasManaged);
}

/** Pacemaker Remote nodes are never shut down; they are only disconnected. */
function needsShutdown(node: Node): boolean {
  return node.kind === "cluster" && node.online && node.shutdown;
}
