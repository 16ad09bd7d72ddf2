/**
 * Whether a node can take resources: online, clean, and neither shutting down, in standby nor in maintenance; where the
 * caller cares, also with a score that does not forbid it.
 * Behaviour: docs/pacemaker/assignment.md#available-nodes (pcmk_sched_nodes.c).
 */
import type { ClusterModel } from "./cluster-model.ts";
import type { NodeTable } from "./node-table.ts";
import type { Node } from "./types.ts";
import { onlyNodeOf } from "./whereabouts.ts";

export interface Availability {
  /** A negative score in this table (or the node's own base score) makes the node unavailable. */
  readonly noNegativeScore?: NodeTable | "base";
  /** A guest node whose launcher will not run anywhere is unavailable. */
  readonly guests?: boolean;
}

/** Whether the node can take resources, by the further conditions in `options`; false when there is no node. */
export function nodeAvailable(node: Node | undefined, options?: Availability): boolean {
  if (node === undefined || !isUsable(node)) return false;
  if (options === undefined) return true;
  const table = options.noNegativeScore;
  if (table !== undefined && (table === "base" ? node.score : table.score(node)) < 0) return false;
  if (options.guests === true && node.kind === "guest") {
    const launcher = node.connection?.launcher;
    if (launcher !== undefined && onlyNodeOf(launcher, false) === undefined) return false;
  }
  return true;
}

function isUsable(node: Node): boolean {
  return node.online && !node.shutdown && !node.unclean && !node.standby && !node.maintenance;
}

/** True when a node of the table is available with a score that is not negative. */
export function anyNodeAvailable(s: ClusterModel, table: NodeTable): boolean {
  for (const node of s.nodes) {
    if (table.score(node) >= 0 && isUsable(node)) return true;
  }
  return false;
}
