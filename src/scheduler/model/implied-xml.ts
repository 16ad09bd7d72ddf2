/** Definitions of resources that the CIB does not contain: a guest node or a bundle implies them. */
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

/** An `op` element. `interval` and `timeout` are texts such as `60s`; without a timeout it gets no such attribute. */
export function operationXml(rscId: string, name: string, interval: string, timeout?: string): Element {
  return element("op", { id: `${rscId}-${name}-${interval}`, interval, name, timeout });
}

/** Makes an id of a text that is none. */
export type IdFrom = (text: string) => string;

/** Characters that may not be in an XML name become dots, and a first one that may not begin it an underscore. */
export function sanitizeId(id: string): string {
  return id.replace(/[^\p{L}\p{N}\p{M}:_.\-\u00B7]/gu, ".").replace(/^[^\p{L}_:]/u, "_");
}

/** As up to Pacemaker 2.1: only what has a meaning in ids of instances and attributes becomes a dot. */
export function withoutColons(id: string): string {
  return id.replace(/[:#]/g, ".");
}
