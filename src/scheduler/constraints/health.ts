/**
 * Node health: agents publish it as node attributes (`#health…`), and the sum of a node's becomes a preference for or
 * against the node for every resource.
 * Behaviour: docs/pacemaker/failures-and-health.md#node-health.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { addScores, parseScore } from "../../cib/value/score.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Node } from "../model/types.ts";
import { newLocation } from "./location.ts";

/**
 * Adds a location for every resource on every node whose health is not 0. Resources with `allow-unhealthy-nodes` get
 * none where health is negative; the strategy `none` adds none at all.
 */
export function healthLocations(s: ClusterModel): void {
  const strategy = s.options.healthStrategy;
  if (strategy === "none" || (strategy === "custom" && !s.dialect.countsCustomHealth)) return;
  for (const node of s.nodes) {
    const health = nodeHealth(s, node);
    if (health === 0) continue;
    for (const rsc of s.resources) {
      if (
        health < 0 &&
        s.dialect.knowsUnhealthyExemption &&
        parseBoolean(rsc.meta.get("allow-unhealthy-nodes")) === true
      )
        continue;
      newLocation(s, strategy, rsc, health, node);
    }
  }
}

function nodeHealth(s: ClusterModel, node: Node): number {
  let sum = s.options.healthStrategy === "progressive" ? s.options.healthBase : 0;
  for (const [name, value] of node.attributes) {
    if (!name.startsWith("#health")) continue;
    const score = parseScore(value, s.options.health);
    if (score !== undefined) sum = addScores(score, sum);
  }
  return sum;
}
