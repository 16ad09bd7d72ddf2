/**
 * The document index: elements by `id`. References (`id-ref`, `rsc`, `ref` …) are looked up here. Where ids are
 * duplicated the first in document order wins; complaining about that is the business of validate.ts. `id-ref` copies
 * carry no id of their own and so are never found in place of what they refer to.
 */

import type { Element } from "../xml/tree.ts";

/** What can be asked for an element by its `id`; a map can. */
export interface IndexById {
  get(id: string): Element | undefined;
  has(id: string): boolean;
}

/**
 * The index of a whole document. Most runs look up nothing, or only what the configuration has, so that each part of the
 * document is indexed when it is in none of those before. A part's index is kept with the part, which versions of a CIB share.
 */
export function indexById(root: Element): IndexById {
  const get = (id: string): Element | undefined => {
    if (root.attributes.get("id") === id) return root;
    for (const part of root.children) {
      const found = part.kind === "element" ? partIndex(part).get(id) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return { get, has: (id) => get(id) !== undefined };
}

const indexes = new WeakMap<Element, ReadonlyMap<string, Element>>();

function partIndex(part: Element): ReadonlyMap<string, Element> {
  const known = indexes.get(part);
  if (known !== undefined) return known;
  const index = new Map<string, Element>();
  const visit = (e: Element): void => {
    const id = e.attributes.get("id");
    if (id !== undefined && !index.has(id)) index.set(id, e);
    for (const c of e.children) if (c.kind === "element") visit(c);
  };
  visit(part);
  indexes.set(part, index);
  return index;
}

/** Whether the element stands for another one (`id-ref`). */
export function isReference(e: Element): boolean {
  return e.attributes.has("id-ref");
}

/** What an element with an `id-ref` stands for; an element without one stands for itself. */
export function dereference(e: Element, byId: IndexById): Element | undefined {
  const reference = e.attributes.get("id-ref");
  return reference === undefined ? e : byId.get(reference);
}
