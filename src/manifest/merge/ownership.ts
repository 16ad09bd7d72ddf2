/**
 * Which objects of a CIB the manifest made: those that a tag named `holdfast` lists. What it lists and the manifest
 * no longer declares is removed; what it does not list belongs to others and stays.
 *
 * A tag because it is Pacemaker's own way to name a set of ids: every schema since 1.3 accepts one, the scheduler
 * ignores it unless a constraint names it, crm_mon takes it as a filter (`--resource=holdfast`), and it is in the CIB,
 * so that it is committed, copied and restored with what it speaks of. An attribute of our own on the elements would
 * be refused by the schema; a property would be a long text that each tool prints.
 */
import { child, type Element, element, elements, idOf } from "../../cib/xml/tree.ts";

export const OWNERSHIP_TAG = "holdfast";

export function ownedIds(configuration: Element): ReadonlySet<string> {
  const tags = child(configuration, "tags");
  const tag = tags === undefined ? undefined : elements(tags, "tag").find((t) => idOf(t) === OWNERSHIP_TAG);
  return new Set(tag === undefined ? [] : elements(tag, "obj_ref").map(idOf));
}

/** The `tags` section with the ids of what the manifest owns now, in the order given. */
export function withOwnedIds(tags: Element, ids: readonly string[]): Element {
  const current = elements(tags, "tag").find((t) => idOf(t) === OWNERSHIP_TAG);
  if (current === undefined && ids.length === 0) return tags;
  if (current !== undefined && sameIds(elements(current, "obj_ref").map(idOf), ids)) return tags;
  const tag = element(
    "tag",
    { id: OWNERSHIP_TAG },
    ids.map((id) => element("obj_ref", { id })),
  );
  const others = tags.children.filter((c) => c !== current);
  return { ...tags, children: ids.length === 0 ? others : [...others, tag] };
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  const known = new Set(a);
  return known.size === b.length && b.every((id) => known.has(id));
}
