/**
 * Pairs the manifest declares, in a set that others write to as well: properties, defaults, node attributes. A pair
 * is known by its name, in whichever set without a rule it stands.
 */
import {
  child,
  type Element,
  element,
  elements,
  get,
  idOf,
  replaceChild,
  withAttribute,
  withChildren,
} from "../../cib/xml/tree.ts";
import { nvpair } from "../compile/primitive-element.ts";
import { modernName } from "./overlay.ts";

/** @param set its kind, and the id of the one that is made if the element has no set */
export function mergePairs(
  parent: Element,
  { tag, id: setId }: { readonly tag: string; readonly id: string },
  wanted: ReadonlyMap<string, string>,
  owned: ReadonlySet<string>,
  own: (id: string) => void,
): Element {
  const sets = elements(parent, tag).filter((s) => child(s, "rule") === undefined && !s.attributes.has("id-ref"));
  const home = sets.find((s) => idOf(s) === setId) ?? (tag === "cluster_property_set" ? undefined : sets[0]);
  const current = home ?? element(tag, { id: setId });
  const missing = new Map([...wanted].map(([name, value]) => [modernName(name), { name, value }]));
  const kept = current.children.flatMap((node) => {
    if (node.kind !== "element" || node.name !== "nvpair") return [node];
    const want = missing.get(modernName(get(node, "name") ?? ""));
    if (want === undefined) return owned.has(idOf(node)) ? [] : [node];
    missing.delete(modernName(want.name));
    own(idOf(node));
    return [withAttribute(node, "value", want.value)];
  });
  for (const { name, value } of missing.values()) {
    const pair = nvpair(idOf(current), name, value);
    own(idOf(pair));
    kept.push(pair);
  }
  const merged = withChildren(current, kept);
  if (home !== undefined) return replaceChild(parent, home, merged);
  return kept.length === 0 ? parent : { ...parent, children: [...parent.children, merged] };
}
