/**
 * Bans that follow from the history. No constraint names them; they act at once.
 * Behaviour: docs/pacemaker/history.md#bans-by-history.
 */
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import { addNodeScore } from "../model/allowed-nodes.ts";
import { isAnonymousClone } from "../model/clone-kind.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { topOf } from "../model/resource.ts";
import type { Node, Resource } from "../model/types.ts";

/** Lowers the score of `node` to −INFINITY for the resource and all below it. */
export function banFrom(s: ClusterModel, rsc: Resource, node: Node): void {
  addNodeScore(s, rsc, node, MINUS_INFINITY);
}

/** Lowers the score of every known node to −INFINITY for the resource and all below it. */
export function banFromAll(s: ClusterModel, rsc: Resource): void {
  addNodeScore(s, rsc, undefined, MINUS_INFINITY);
}

/** Replaces what the resource itself (not what is below it) knows of nodes: all of them, none of them usable. */
export function forbidEverywhere(s: ClusterModel, rsc: Resource): void {
  rsc.allowed.clear();
  for (const node of s.nodes) rsc.allowed.set(node, MINUS_INFINITY, node.probeMode);
}

/** As {@link forbidEverywhere}, for the whole clone when the resource is an instance that is like any other. */
export function forbidWithSiblings(s: ClusterModel, rsc: Resource): void {
  const top = topOf(rsc, false);
  forbidEverywhere(s, rsc.parent !== undefined && isAnonymousClone(top) ? top : rsc);
}

/** What to ban when an instance cannot run: all of an anonymous clone, else the resource alone. */
export function bannable(rsc: Resource): Resource {
  return rsc.unique ? rsc : topOf(rsc, false);
}
