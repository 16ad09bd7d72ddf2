/**
 * What nodes have left of their capacity as resources are assigned to them, and which of two has more left.
 * Behaviour: docs/pacemaker/assignment.md#utilization.
 */
import { asInt } from "../model/capacities.ts";
import type { Node, Resource } from "../model/types.ts";

/** Takes what the resource needs from the node, which may leave it with less than nothing. */
export function consume(node: Node, rsc: Resource): void {
  for (const [name, amount] of rsc.utilization) {
    node.utilization.set(name, asInt((node.utilization.get(name) ?? 0) - amount));
  }
}

/** Gives back what {@link consume} took. */
export function release(node: Node, rsc: Resource): void {
  addNeedsOf(rsc, node.utilization);
}

/** Adds what the resource needs to the sums, attribute by attribute. */
export function addNeedsOf(rsc: Resource, sums: Map<string, number>): void {
  for (const [name, amount] of rsc.utilization) sums.set(name, asInt((sums.get(name) ?? 0) + amount));
}

/** Negative when the first node has more left: by a vote in which each attribute of either node counts once. */
export function compareCapacity(a: Node, b: Node): number {
  let result = 0;
  const vote = (left: number, right: number): void => {
    if (left > right) result--;
    else if (left < right) result++;
  };
  for (const [name, amount] of a.utilization) vote(amount, b.utilization.get(name) ?? 0);
  for (const [name, amount] of b.utilization) if (!a.utilization.has(name)) vote(0, amount);
  return result;
}
