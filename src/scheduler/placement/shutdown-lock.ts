/**
 * Shutdown locks: what a cleanly leaving node was running waits for it to come back. Clones, bundles, fence devices and
 * remote connections are never locked.
 * Behaviour: docs/pacemaker/node-criteria.md#shutdown-locks; option `shutdown-lock`.
 */
import { msToSeconds } from "../../cib/value/duration.ts";
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import { deleteHistory } from "../action/create.ts";
import { addNodeScore } from "../model/allowed-nodes.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { lookAgainBy } from "../model/read-values.ts";
import type { Node, Primitive, Resource } from "../model/types.ts";

/**
 * Locks a primitive, or the members of a group, to the node that shuts down; frees one that is active elsewhere by now.
 */
export function applyShutdownLock(s: ClusterModel, rsc: Resource): void {
  if (rsc.kind === "group") for (const member of rsc.children) applyShutdownLock(s, member);
  if (rsc.kind === "primitive" && !rsc.fenceDevice && !isSpared(s, rsc)) lock(s, rsc);
}

/** Connections move with what they lead to. */
function isSpared(s: ClusterModel, rsc: Primitive): boolean {
  return rsc.isRemoteConnection && !(s.dialect.locksGuests && rsc.launcher !== undefined);
}

function lock(s: ClusterModel, rsc: Primitive): void {
  const active = rsc.active[0];
  if (rsc.lockNode !== undefined) {
    if (active !== undefined) {
      // It was started elsewhere meanwhile: it is not locked any more.
      deleteHistory(s, rsc, rsc.lockNode);
      rsc.lockNode = undefined;
      rsc.lockTime = 0;
    }
  } else if (rsc.active.length === 1 && active !== undefined && active.shutdown && !active.unclean) {
    rsc.lockNode = active;
    rsc.lockTime = shutdownTime(s, active);
  }
  if (rsc.lockNode === undefined) return;

  if (s.options.shutdownLockLimit > 0) lookAgainBy(s, rsc.lockTime + msToSeconds(s.options.shutdownLockLimit) + 1);
  s.why?.because({ kind: "shutdown-lock", on: rsc.lockNode });
  for (const node of s.nodes) {
    if (node !== rsc.lockNode) addNodeScore(s, rsc, node, MINUS_INFINITY);
  }
}

/** When the node was asked to shut down, in epoch seconds. */
function shutdownTime(s: ClusterModel, node: Node): number {
  const match = /^\s*[+-]?\d+/.exec(node.attributes.get("shutdown") ?? "");
  const time = match === null ? 0 : Number(match[0]);
  return time === 0 ? s.now : time;
}
