/** Definitions of resources that nobody wrote but a guest node or a bundle implies, as if someone had written them. */
import type { Element } from "../../cib/xml/tree.ts";
import { element } from "../../cib/xml/tree.ts";

/** A block of pairs; pairs without a value are left out. */
export function nameValueSet(tag: string, id: string, values: Readonly<Record<string, string | undefined>>): Element {
  const pairs: Element[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) pairs.push(element("nvpair", { id: `${id}-${name}`, name, value }));
  }
  return element(tag, { id }, pairs);
}

export function operationXml(rscId: string, name: string, interval: string, timeout?: string): Element {
  return element("op", { id: `${rscId}-${name}-${interval}`, interval, name, timeout });
}

/** Characters that would not do in an XML id become dots. */
export function sanitizeId(id: string): string {
  return id.replace(/[:#]/g, ".");
}
