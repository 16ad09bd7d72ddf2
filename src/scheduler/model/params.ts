/**
 * Instance attributes: a resource's own blocks, then those of its ancestors. Their rules may ask about the node the
 * resource is to run on, so they are evaluated for each node, and once for no node in particular.
 * Behaviour: docs/pacemaker/resources.md#instance-attributes.
 */
import { plainPairs } from "../../cib/value/nvpair.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { perElement } from "./element-cache.ts";
import { dropDefaults, PLAIN_PAIRS, readValues } from "./read-values.ts";
import type { Node, Resource } from "./types.ts";

/** The resource's parameters on `node`, or on no node in particular when it is undefined; read once per node. */
export function resourceParams(s: ClusterModel, rsc: Resource, node: Node | undefined): ReadonlyMap<string, string> {
  const own = ownParams(s, rsc);
  if (own !== undefined) return own;
  const known = rsc.params.get(node);
  if (known !== undefined) return known;
  const params = readParams(s, rsc.xml, rsc.parent, node);
  rsc.params.set(node, params);
  return params;
}

const TAG = "instance_attributes";

/** The parameters where they follow from the resource's own element alone, and so are the same on every node. */
export function ownParams({ elementCache }: ClusterModel, rsc: Resource): ReadonlyMap<string, string> | undefined {
  const own = elementCache.of(plainParams, rsc.xml);
  if (own === "depends") return undefined;
  for (let at = rsc.parent; at !== undefined; at = at.parent)
    if (elementCache.of(PLAIN_PAIRS[TAG], at.xml).length > 0) return undefined;
  return own;
}

const plainParams = perElement((xml): ReadonlyMap<string, string> | "depends" => {
  const pairs = plainPairs(xml, TAG);
  if (pairs === undefined) return "depends";
  const params = new Map<string, string>();
  for (const [name, value] of pairs) if (!params.has(name)) params.set(name, value);
  dropDefaults(params);
  return params;
});

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
