/**
 * The difference of two CIB versions that share what did not change, for the store: found by identity, so that it costs
 * what changed and not what there is. Not `crm_diff`'s patchset, which is for exchange and names things by id.
 */

import { parseXml } from "../../../cib/xml/parse.ts";
import { printXml } from "../../../cib/xml/print.ts";
import { type Element, element, idOf, type XmlNode } from "../../../cib/xml/tree.ts";

/** `[first, count]` old children kept; an old child edited; or a new one as XML. */
type Part = readonly [number, number] | { readonly i: number; readonly d: Delta } | { readonly x: string };

export interface Delta {
  /** All attributes, if any changed. */
  readonly a?: readonly (readonly [string, string])[];
  /** All children, if any changed. */
  readonly c?: readonly Part[];
}

export function makeDelta(before: Element, after: Element): Delta {
  const delta: { a?: [string, string][]; c?: Part[] } = {};
  if (before.attributes !== after.attributes && !sameAttributes(before, after)) delta.a = [...after.attributes];
  if (before.children !== after.children) delta.c = childParts(before, after);
  return delta;
}

function sameAttributes(before: Element, after: Element): boolean {
  if (before.attributes.size !== after.attributes.size) return false;
  // Order is part of a lossless tree.
  const old = [...before.attributes];
  let i = 0;
  for (const [name, value] of after.attributes) {
    const pair = old[i++];
    if (pair?.[0] !== name || pair[1] !== value) return false;
  }
  return true;
}

function childParts(before: Element, after: Element): Part[] {
  const indexOf = new Map<XmlNode, number>(before.children.map((c, i) => [c, i]));
  const kept = new Set(after.children);
  const editable = new Map<string, number>();
  before.children.forEach((c, i) => {
    if (c.kind === "element" && !kept.has(c) && !editable.has(key(c))) editable.set(key(c), i);
  });
  const parts: Part[] = [];
  for (const c of after.children) {
    const index = indexOf.get(c);
    if (index !== undefined) {
      const last = parts.at(-1);
      if (Array.isArray(last) && last[0] + last[1] === index) parts[parts.length - 1] = [last[0], last[1] + 1];
      else parts.push([index, 1]);
      continue;
    }
    const old = c.kind === "element" ? editable.get(key(c)) : undefined;
    if (old !== undefined && c.kind === "element") {
      editable.delete(key(c));
      parts.push({ i: old, d: makeDelta(before.children[old] as Element, c) });
    } else parts.push({ x: printXml(element("x", {}, [c]), { indent: 0 }) });
  }
  return parts;
}

const key = (e: Element): string => `${e.name} ${idOf(e)}`;

export function applyDelta(before: Element, delta: Delta): Element {
  const attributes = delta.a === undefined ? before.attributes : new Map(delta.a);
  if (delta.c === undefined) return { ...before, attributes };
  const children: XmlNode[] = [];
  for (const part of delta.c) {
    if ("x" in part) children.push(...parsed(part.x).children);
    else if ("i" in part) children.push(applyDelta(before.children[part.i] as Element, part.d));
    else children.push(...before.children.slice(part[0], part[0] + part[1]));
  }
  return { ...before, attributes, children };
}

function parsed(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(`the store holds a damaged version: ${result.problem.message}`);
  return result.root;
}
