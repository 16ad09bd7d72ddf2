/**
 * A copy of a CIB that may be changed in place: a simulation records hundreds of results, one after another, and makes
 * a value of them again only at its end. A draft reads like any other element.
 */
import type { Element, XmlNode } from "../../cib/tree.ts";

export interface Draft extends Element {
  readonly attributes: Map<string, string>;
  readonly children: XmlNode[];
}

/** A deep copy: nothing of the original can be changed through it. */
export function draftOf(e: Element): Draft {
  return {
    kind: "element",
    name: e.name,
    attributes: new Map(e.attributes),
    children: e.children.map((c) => (c.kind === "element" ? draftOf(c) : c)),
  };
}

export function newDraft(name: string, attributes: Readonly<Record<string, string | undefined>>): Draft {
  const draft: Draft = { kind: "element", name, attributes: new Map(), children: [] };
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) draft.attributes.set(key, value);
  return draft;
}

export function childDrafts(e: Draft, name: string): Draft[] {
  return e.children.filter((c): c is Draft => c.kind === "element" && c.name === name);
}

export function childDraft(e: Draft, name: string, id?: string): Draft | undefined {
  return childDrafts(e, name).find((c) => id === undefined || c.attributes.get("id") === id);
}

/** The first child of that name (and id), appended with these attributes if there is none. */
export function ensureChild(
  e: Draft,
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
): Draft {
  const found = childDraft(e, name);
  if (found !== undefined) return found;
  const made = newDraft(name, attributes);
  e.children.push(made);
  return made;
}

export function removeChildren(e: Draft, name: string): void {
  const kept = e.children.filter((c) => c.kind !== "element" || c.name !== name);
  e.children.splice(0, e.children.length, ...kept);
}
