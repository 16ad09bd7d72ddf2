/**
 * The nodes a resource starts out with: in a symmetric cluster all that are known when it is unpacked, each with its
 * base score; in an asymmetric one none, but that a guest's connection may follow its container anywhere.
 * Behaviour: docs/pacemaker/resources.md#allowed-nodes.
 */
import type { ClusterModel } from "./cluster-model.ts";
import { ProbeMode } from "./enums.ts";
import type { Node, Resource } from "./types.ts";

/** Gives a resource, and all below it, the nodes it starts out with. */
export function allowDefaultNodes(s: ClusterModel, rsc: Resource): void {
  if (s.options.symmetric) {
    for (const node of s.nodes) allowByDefault(rsc, node);
  } else if (rsc.isRemoteConnection && rsc.meta.has("container")) {
    addNodeScore(s, rsc, undefined, 0);
  }
}

/** Bundles' own nodes, and resources that say themselves where they may be probed, are left out with all below them. */
function allowByDefault(rsc: Resource, node: Node): void {
  if (rsc.exclusiveProbes || node.probeMode === ProbeMode.never) return;
  for (const part of rsc.children) allowByDefault(part, node);
  addTo(rsc, node, 0);
}

/**
 * Adds to the score of a node (of every known node when `node` is undefined) for a resource and all below it; nodes
 * it did not have yet join with their base score.
 */
export function addNodeScore(s: ClusterModel, rsc: Resource, node: Node | undefined, score: number): void {
  for (const part of rsc.children) addNodeScore(s, part, node, score);
  if (node !== undefined) addTo(rsc, node, score);
  else for (const each of s.nodes) addTo(rsc, each, score);
}

function addTo(rsc: Resource, node: Node, score: number): void {
  if (!rsc.allowed.has(node)) rsc.allowed.introduce(node);
  rsc.allowed.addScore(node, score);
}
