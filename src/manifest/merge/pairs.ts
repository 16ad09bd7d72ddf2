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

export interface PairSet {
  readonly tag: string;
  /** Of the one that is made if the element has no set. */
  readonly id: string;
  /** What others have set to the wanted value is the manifest's from now on, and goes when it no longer names it. */
  readonly adopts: boolean;
}

export function mergePairs(
  parent: Element,
  { tag, id: setId, adopts }: PairSet,
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
    if (adopts || owned.has(idOf(node)) || get(node, "value") !== want.value) own(idOf(node));
    return [withAttribute(node, "value", want.value)];
  });
  for (const { name, value } of missing.values()) {
    const pair = nvpair(idOf(current), name, value);
    own(idOf(pair));
    kept.push(pair);
  }
  // A set that held nothing but the manifest's pairs was made for them.
  if (home !== undefined && kept.length === 0 && home.children.length > 0)
    return withChildren(
      parent,
      parent.children.filter((c) => c !== home),
    );
  const merged = withChildren(current, kept);
  if (home !== undefined) return replaceChild(parent, home, merged);
  return kept.length === 0 ? parent : { ...parent, children: [...parent.children, merged] };
}
