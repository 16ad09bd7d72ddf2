/**
 * The act of assigning: giving a resource its node, taking it away again, and forbidding it everywhere.
 * Behaviour: docs/pacemaker/assignment.md#the-act-of-assigning (pcmk_sched_resource.c; "resource_location" of pengine's
 * utils.c).
 */
import { Rc } from "../../cib/result-code.ts";
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import { clearFlag } from "../action/action-state.ts";
import { addNodeScore } from "../model/allowed-nodes.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Role } from "../model/enums.ts";
import { isGuest } from "../model/node.ts";
import { nodeAvailable } from "../model/node-availability.ts";
import type { Action, Node, Resource } from "../model/types.ts";
import { consume, release } from "./capacity.ts";

/**
 * Assigns a resource and everything in it to one node, or to none. Unless forced, a node that is not available or has a
 * negative score counts as none; guest nodes may be unavailable still, since their connections are assumed to come up.
 * With `stopIfFail`, a primitive left without a node is to be stopped and its existing actions follow suit; without,
 * the attempt leaves no trace that {@link unassign} would not remove. True when the assignment changed.
 */
export function assignTo(
  s: ClusterModel,
  rsc: Resource,
  node: Node | undefined,
  force: boolean,
  stopIfFail: boolean,
): boolean {
  if (rsc.children.length > 0) {
    let changed = false;
    for (const child of rsc.children) changed = assignTo(s, child, node, force, stopIfFail) || changed;
    return changed;
  }

  let chosen = node;
  if (!force && chosen !== undefined) {
    const usable = isGuest(chosen) || nodeAvailable(chosen);
    if (!usable || rsc.allowed.score(chosen) < 0) {
      if (stopIfFail) rsc.nextRole = Role.stopped;
      chosen = undefined;
    }
  }

  const changed = rsc.assigned !== chosen;
  unassign(s, rsc);
  rsc.unassigned = false;
  if (chosen === undefined) {
    if (stopIfFail) {
      rsc.nextRole = Role.stopped;
      for (const action of rsc.actions) adaptToStop(action);
    }
    return changed;
  }

  rsc.assigned = chosen;
  rsc.assignedScore = rsc.allowed.score(chosen);
  chosen.assignedCount++;
  consume(chosen, rsc);
  const { notes } = s;
  notes?.assignments.push({ rsc, node: chosen, afterLines: notes.scoreLines.length });
  return changed;
}

/** Actions made before assignment, from the history, of a resource that turned out to run nowhere. */
function adaptToStop(action: Action): void {
  if (action.task === "stop") {
    clearFlag(action, ActionFlag.optional);
  } else if (action.task === "start") {
    clearFlag(action, ActionFlag.runnable);
  } else if (action.intervalMs !== 0) {
    // Recurring monitors of the stopped state continue.
    const expected = action.expectedRc ?? Number(action.meta.get("op_target_rc"));
    if (expected !== Rc.notRunning) clearFlag(action, ActionFlag.runnable);
  }
}

/** Takes back the assignment of a resource and of everything in it. */
export function unassign(s: ClusterModel, rsc: Resource): void {
  rsc.unassigned = true;
  if (rsc.children.length > 0) {
    for (const child of rsc.children) unassign(s, child);
    return;
  }
  const node = rsc.assigned;
  if (node === undefined) return;
  rsc.assigned = undefined;
  node.assignedCount--;
  release(node, rsc);
}

/** Forbids every node to a resource and everything in it, nodes it did not know before included. */
export function banEverywhere(s: ClusterModel, rsc: Resource): void {
  addNodeScore(s, rsc, undefined, MINUS_INFINITY);
  // An assignment made before is void, though the node keeps counting it, as in Pacemaker.
  rsc.assigned = undefined;
}
