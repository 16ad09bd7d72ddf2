/**
 * Instance attributes: a resource's own blocks, then those of its ancestors. Their rules may ask about the node the
 * resource is to run on, so they are evaluated for each node, and once for no node in particular.
 * Behaviour: docs/pacemaker/resources.md#instance-attributes.
 */
import type { Element } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { knownPairs, readValues } from "./read-values.ts";
import type { Node, Resource } from "./types.ts";

export function resourceParams(s: ClusterModel, rsc: Resource, node: Node | undefined): ReadonlyMap<string, string> {
  if (ownParamsOnly(s, rsc)) return ownParams(s, rsc);
  const known = rsc.params.get(node);
  if (known !== undefined) return known;
  const params = readParams(s, rsc.xml, rsc.parent, node);
  rsc.params.set(node, params);
  return params;
}

const TAG = "instance_attributes";

/** The parameters follow from the resource's own element alone, and are the same on every node. */
export function ownParamsOnly(s: ClusterModel, rsc: Resource): boolean {
  if (knownPairs(s, rsc.xml, TAG) === "depends") return false;
  for (let at = rsc.parent; at !== undefined; at = at.parent) if (knownPairs(s, at.xml, TAG).length > 0) return false;
  return true;
}

function ownParams(s: ClusterModel, { xml }: Resource): ReadonlyMap<string, string> {
  let params = s.elementCache.params.get(xml);
  if (params === undefined) {
    params = readParams(s, xml, undefined, undefined);
    s.elementCache.params.set(xml, params);
  }
  return params;
}

/** The same for a resource that is still being unpacked. */
export function readParams(
  s: ClusterModel,
  xml: Element,
  parent: Resource | undefined,
  node: Node | undefined,
): Map<string, string> {
  const params = new Map<string, string>();
  const facts = node === undefined ? {} : { nodeAttributes: node.attributes };
  readValues(s, xml, TAG, params, facts);
  for (let at = parent; at !== undefined; at = at.parent) readValues(s, at.xml, TAG, params, facts);
  return params;
}
