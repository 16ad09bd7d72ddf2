/** `utilization` blocks: what a node offers or a resource needs, as integers; anything else counts as 0 (facts §21). */
import type { Element } from "../../cib/tree.ts";
import { readValues } from "./read-values.ts";
import type { Scheduler } from "./scheduler.ts";

/** Adds the capacities below `xml` to those already in `into`. */
export function readCapacities(s: Scheduler, xml: Element | undefined, into: Map<string, number>): void {
  const values = new Map<string, string>();
  readValues(s, xml, "utilization", values);
  for (const [name, value] of values) {
    if (into.has(name)) continue;
    into.set(name, Number.parseInt(value, 10) || 0);
    s.haveUtilization = true;
  }
}
