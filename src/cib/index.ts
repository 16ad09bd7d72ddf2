/**
 * The document index: elements by `id`. References (`id-ref`, `rsc`, `ref` …) are looked up here. Where ids are
 * duplicated the first in document order wins; complaining about that is the business of validate.ts. `id-ref` copies
 * carry no id of their own and so are never found in place of what they refer to.
 */

import type { Element } from "./tree.ts";

export function indexById(root: Element): Map<string, Element> {
  const index = new Map<string, Element>();
  const visit = (e: Element): void => {
    const id = e.attributes.get("id");
    if (id !== undefined && !index.has(id)) index.set(id, e);
    for (const c of e.children) if (c.kind === "element") visit(c);
  };
  visit(root);
  return index;
}

/** What an element with an `id-ref` stands for; an element without one stands for itself. */
export function dereference(e: Element, byId: ReadonlyMap<string, Element>): Element | undefined {
  const reference = e.attributes.get("id-ref");
  return reference === undefined ? e : byId.get(reference);
}
