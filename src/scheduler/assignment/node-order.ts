/**
 * The order in which nodes are preferred for a resource: score, then free capacity (placement-strategy balanced), fewer
 * resources assigned in this run, the node where the resource is active, and at last the name by its bytes.
 * Behaviour: docs/pacemaker/assignment.md#order-of-nodes (pcmk_sched_nodes.c).
 */
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { mergeSort } from "../model/merge-sort.ts";
import { nodeAvailable } from "../model/node-availability.ts";
import type { NodeTable } from "../model/node-table.ts";
import type { Node } from "../model/types.ts";
import { compareCapacity } from "./capacity.ts";

interface Candidate {
  readonly node: Node;
  readonly score: number;
}

/**
 * `nodes` with the most preferred first. Scores are those of `table`, or the nodes' base scores without one; a node
 * that is not available counts as forbidden. `active` is where the resource runs now.
 */
export function sortNodes(
  s: ClusterModel,
  nodes: readonly Node[],
  table: NodeTable | undefined,
  active?: Node,
): Node[] {
  const candidates: Candidate[] = nodes.map((node) => ({
    node,
    score: nodeAvailable(node) ? (table === undefined ? node.score : table.score(node)) : MINUS_INFINITY,
  }));
  mergeSort(candidates, (a, b) => compare(s, a, b, active));
  return candidates.map((candidate) => candidate.node);
}

function compare(s: ClusterModel, a: Candidate, b: Candidate, active: Node | undefined): number {
  if (a.score !== b.score) return b.score - a.score;
  const strategy = s.options.placementStrategy;
  if (strategy !== "minimal") {
    if (strategy === "balanced") {
      const capacity = compareCapacity(a.node, b.node);
      if (capacity !== 0) return capacity;
    }
    if (a.node.assignedCount !== b.node.assignedCount) return a.node.assignedCount - b.node.assignedCount;
    if (active !== undefined) {
      if (a.node === active) return -1;
      if (b.node === active) return 1;
    }
  }
  return a.node.name < b.node.name ? -1 : a.node.name > b.node.name ? 1 : 0;
}
