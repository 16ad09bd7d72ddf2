/**
 * `utilization` blocks: what a node offers or a resource needs, as integers of 32 bits. What follows a number is ignored;
 * what is none at all counts as the dialect says.
 * Behaviour: docs/pacemaker/resources.md#utilization-of-resources.
 */
import type { Element } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { readValues } from "./read-values.ts";

/** Adds the capacities below `xml` to those already in `into`. */
export function readCapacities(s: ClusterModel, xml: Element | undefined, into: Map<string, number>): void {
  const values = new Map<string, string>();
  readValues(s, xml, "utilization", values);
  for (const [name, value] of values) {
    if (into.has(name)) continue;
    const amount = Number.parseInt(value, 10);
    into.set(name, Number.isNaN(amount) ? s.dialect.capacityOfNonsense : asInt(amount));
  }
}

/** Sums stay at the largest and the smallest integer, as Pacemaker's do. */
export function asInt(amount: number): number {
  return Math.min(Math.max(amount, -(2 ** 31)), 2 ** 31 - 1);
}
