/**
 * Capacity: what resources need, what nodes have left, and the bans that follow when placement-strategy asks for it.
 * Behaviour: docs/pacemaker/assignment.md#utilization.
 */
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import { addNeedsOf, compareCapacity } from "../assignment/capacity.ts";
import { colocatedResources } from "../colocation/colocated-resources.ts";
import { addNodeScore } from "../model/allowed-nodes.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { nodeAvailable } from "../model/node-availability.ts";
import type { Node, Resource } from "../model/types.ts";

/**
 * Bans the resource from nodes that cannot hold it along with all that has to be with it. Where no node can, from those
 * that cannot hold the resource alone; the node with most left is then returned, as the one to prefer.
 */
export function banForCapacity(s: ClusterModel, rsc: Resource): Node | undefined {
  if (s.options.placementStrategy === "default") return undefined;
  const colocated = colocatedResources(s, rsc);
  if (colocated.size === 0) return undefined;
  colocated.add(rsc);
  const together = new Map<string, number>();
  for (const each of colocated) addNeeds(each, colocated, together);

  const candidates = rsc.allowed.list(s.nodes).filter((node) => nodeAvailable(node, { noNegativeScore: rsc.allowed }));
  if (candidates.some((node) => holds(node, together))) {
    banUnlessHolds(s, rsc, candidates, together);
    return undefined;
  }
  banUnlessHolds(s, rsc, candidates, rsc.utilization);
  let roomiest: Node | undefined;
  for (const node of candidates) if (roomiest === undefined || compareCapacity(node, roomiest) < 0) roomiest = node;
  return roomiest;
}

function banUnlessHolds(
  s: ClusterModel,
  rsc: Resource,
  nodes: readonly Node[],
  needs: ReadonlyMap<string, number>,
): void {
  for (const node of nodes) {
    if (holds(node, needs)) continue;
    s.why?.because({ kind: "capacity", needs: new Map(needs), free: new Map(node.utilization) });
    addNodeScore(s, rsc, node, MINUS_INFINITY);
  }
}

function holds(node: Node, needs: ReadonlyMap<string, number>): boolean {
  for (const [name, amount] of needs) if (amount > (node.utilization.get(name) ?? 0)) return false;
  return true;
}

/**
 * Adds what a resource that has no node yet needs on the node it will share with the `others`. Of a clone that is one
 * instance; of a bundle its container, all replicas being alike.
 */
function addNeeds(rsc: Resource, others: ReadonlySet<Resource>, needs: Map<string, number>): void {
  if (!rsc.unassigned) return;
  switch (rsc.kind) {
    case "primitive":
      addNeedsOf(rsc, needs);
      return;
    case "group": {
      const members = rsc.colocated || rsc.parent?.kind === "clone" ? rsc.children : rsc.children.slice(0, 1);
      for (const member of members) if (!others.has(member)) addNeeds(member, others, needs);
      return;
    }
    case "clone": {
      let counted = false;
      for (const instance of rsc.children) {
        if (others.has(instance)) {
          counted = true;
        } else if (instance.children.some((member) => others.has(member))) {
          addNeeds(instance, others, needs);
          counted = true;
        }
      }
      const first = rsc.children[0];
      if (!counted && first !== undefined) addNeeds(first, others, needs);
      return;
    }
    case "bundle": {
      const first = rsc.replicas[0];
      if (first !== undefined) addNeeds(first.container, others, needs);
    }
  }
}
