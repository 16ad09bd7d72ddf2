/**
 * The order in which resources are assigned when capacity is scarce (placement-strategy other than default): by
 * priority, then by who has most to lose on its current node, then by who wants the best nodes most.
 * Behaviour: docs/pacemaker/assignment.md#order-of-resources (pcmk_sched_resource.c "sort resources").
 */
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import { sortNodes } from "../assignment/node-order.ts";
import { addColocatedNodeScores } from "../colocation/preferences.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { mergeSort } from "../model/merge-sort.ts";
import type { NodeTable } from "../model/node-table.ts";
import type { Resource } from "../model/types.ts";
import { currentNode, currentNodeOfAnyPart } from "../model/whereabouts.ts";

/** Sorts the top-level resources in place. */
export function sortResources(s: ClusterModel): void {
  const nodes = sortNodes(s, s.nodes, undefined);
  const tables = new Map<Resource, NodeTable>();
  const scoresOf = (rsc: Resource): NodeTable => {
    let table = tables.get(rsc);
    if (table === undefined) {
      table = addColocatedNodeScores(s, rsc, { factor: 1 }, { thisWith: true });
      tables.set(rsc, table);
    }
    return table;
  };

  mergeSort(s.resources, (a, b) => {
    if (a.priority !== b.priority) return b.priority - a.priority;
    if (nodes.length === 0) return 0;
    const scoresA = scoresOf(a);
    const scoresB = scoresOf(b);
    const current = scoreWhereActive(s, b, scoresB) - scoreWhereActive(s, a, scoresA);
    if (current !== 0) return current;
    for (const node of nodes) {
      const difference = scoresB.score(node) - scoresA.score(node);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

function scoreWhereActive(s: ClusterModel, rsc: Resource, scores: NodeTable): number {
  const nodeOf = s.dialect.bundlesAreWithContainers ? currentNode : currentNodeOfAnyPart;
  const node = rsc.active.length > 0 ? nodeOf(rsc) : undefined;
  return node === undefined ? MINUS_INFINITY : scores.score(node);
}
