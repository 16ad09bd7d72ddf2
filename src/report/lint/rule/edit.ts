/** A fault mended: the CIB with one element changed or taken out. */
import { rewriteRoot } from "../../../cib/xml/rewrite.ts";
import { type Element, withAttribute } from "../../../cib/xml/tree.ts";

export const withoutElement = (cib: Element, old: Element): Element => rewriteRoot(cib, (e) => (e === old ? [] : e));

export const withValue = (cib: Element, pair: Element, value: string): Element =>
  rewriteRoot(cib, (e) => (e === pair ? withAttribute(e, "value", value) : e));
