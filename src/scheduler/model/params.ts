/**
 * Instance attributes: a resource's own blocks, then those of its ancestors. Their rules may ask about the node the
 * resource is to run on, so they are evaluated for each node, and once for no node in particular (facts §8).
 */
import type { Element } from "../../cib/tree.ts";
import type { Node } from "./node.ts";
import { readValues } from "./read-values.ts";
import type { Resource } from "./resource.ts";
import type { Scheduler } from "./scheduler.ts";

export function resourceParams(s: Scheduler, rsc: Resource, node: Node | undefined): ReadonlyMap<string, string> {
  const known = rsc.params.get(node);
  if (known !== undefined) return known;
  const params = readParams(s, rsc.xml, rsc.parent, node);
  rsc.params.set(node, params);
  return params;
}

/** The same for a resource that is still being unpacked. */
export function readParams(
  s: Scheduler,
  xml: Element,
  parent: Resource | undefined,
  node: Node | undefined,
): Map<string, string> {
  const params = new Map<string, string>();
  const facts = node === undefined ? {} : { nodeAttributes: node.attributes };
  readValues(s, xml, "instance_attributes", params, facts);
  for (let at = parent; at !== undefined; at = at.parent) readValues(s, at.xml, "instance_attributes", params, facts);
  return params;
}
