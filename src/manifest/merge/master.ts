/** The form that older schemas have for a promotable clone. */
import { type Element, get, withChildren, type XmlNode } from "../../cib/xml/tree.ts";

/** `wanted` as an older schema's `master`, where the cluster has it as one. */
export function inItsForm(current: Element, wanted: Element): Element {
  if (current.name !== "master" || wanted.name !== "clone") return wanted;
  const children = wanted.children.flatMap((c): readonly XmlNode[] => {
    if (c.kind !== "element" || c.name !== "meta_attributes") return [c];
    const left = c.children.filter((pair) => pair.kind !== "element" || get(pair, "name") !== "promotable");
    return left.length === 0 ? [] : [withChildren(c, left)];
  });
  const isPromotable = children.length < wanted.children.length || children.some((c, i) => c !== wanted.children[i]);
  return isPromotable ? { ...wanted, name: "master", children } : wanted;
}
