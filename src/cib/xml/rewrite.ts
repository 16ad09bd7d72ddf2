/**
 * Rewriting a tree bottom-up, sharing whatever does not change. A rule sees its element with the children already
 * rewritten, and says what stands in its place: the same element, another, several or none.
 */

import { type Element, withChildren, type XmlNode } from "./tree.ts";

export type RewriteRule = (e: Element, parent: Element | undefined) => Element | readonly Element[];

/** `rule` must return its argument itself where it changes nothing. `parent` is the parent before the rewriting. */
function rewriteElement(e: Element, rule: RewriteRule, parent?: Element): Element | readonly Element[] {
  let children: XmlNode[] | undefined;
  for (let i = 0; i < e.children.length; i++) {
    const before = e.children[i] as XmlNode;
    const after = before.kind === "element" ? rewriteElement(before, rule, e) : before;
    if (after !== before && children === undefined) children = e.children.slice(0, i);
    if (children === undefined) continue;
    if (Array.isArray(after)) children.push(...(after as readonly Element[]));
    else children.push(after as XmlNode);
  }
  return rule(children === undefined ? e : withChildren(e, children), parent);
}

/** For rules that never drop or multiply the root. */
export function rewriteRoot(root: Element, rule: RewriteRule): Element {
  const result = rewriteElement(root, rule);
  return Array.isArray(result) ? ((result as readonly Element[])[0] ?? root) : (result as Element);
}
