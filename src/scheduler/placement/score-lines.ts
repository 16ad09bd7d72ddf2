/**
 * The scores listing: what `crm_simulate --show-scores` prints, line by line, in the order the scores became final.
 * Behaviour: docs/pacemaker/simulator.md#scores (pe_output.c).
 */
import { formatScore } from "../../cib/value/score.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Node, Resource } from "../model/types.ts";

/** One line for every node the resource knows, by node name, and for all its parts; removed resources are left out. */
export function logScores(s: ClusterModel, functionName: string, rsc: Resource): void {
  if (rsc.removed || (s.notes === undefined && s.why === undefined)) return;
  for (const node of s.nodes) {
    if (!rsc.allowed.has(node)) continue;
    s.why?.scored(functionName, rsc, node);
    const score = formatScore(rsc.allowed.score(node));
    s.notes?.scoreLines.push(`${functionName}: ${rsc.id} allocation score on ${node.name}: ${score}`);
  }
  for (const child of rsc.children) logScores(s, functionName, child);
}

/** The priority with which an instance competes for promotion, on the node where it will be. */
export function logPromotionScore(s: ClusterModel, instance: Resource, node: Node | undefined): void {
  const place = node === undefined ? "(inactive)" : `on ${node.name}`;
  s.why?.promotion(instance, node);
  s.notes?.scoreLines.push(`${instance.id} promotion score ${place}: ${formatScore(instance.promotionPriority)}`);
}
