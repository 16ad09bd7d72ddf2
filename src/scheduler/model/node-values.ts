/**
 * The values nodes have for an attribute, as small numbers: colocations compare them at every step, and most compare
 * the same attribute. Attributes do not change any more once the status has been read.
 */
import type { AttributeValues, ClusterModel } from "./cluster-model.ts";

/**
 * A number for each node, by the node's index. Nodes have the same number if their values are equal but for case; nodes
 * without the attribute share one too. Behaviour: docs/pacemaker/colocation.md#values-of-node-attributes.
 */
export function attributeValues(s: ClusterModel, attribute: string): AttributeValues {
  const known = s.attributeValues.get(attribute);
  if (known !== undefined && known.of.length === s.nodesByIndex.length) return known;
  const numbers = new Map<string | undefined, number>();
  const of = Int32Array.from(s.nodesByIndex, (node) => {
    const value = node.attributes.get(attribute)?.toLowerCase();
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  });
  const values = { of, count: numbers.size };
  s.attributeValues.set(attribute, values);
  return values;
}
