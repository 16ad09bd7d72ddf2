/**
 * Lays a wanted element over the one that is there, changing what differs in meaning and nothing else: order, ids of
 * inner parts, older words for the same thing and empty sets stay as they are. So an unchanged manifest changes
 * nothing in a configuration that pcs, or an older Pacemaker, once wrote, and a change shows as just that change.
 */

import { isOperational, isOperators } from "../../cib/operational.ts";
import { parseInterval } from "../../cib/value/duration.ts";
import { type Element, elements, get, idOf, type XmlNode } from "../../cib/xml/tree.ts";

/** `current` with what `wanted` says; `current` itself where they mean the same. */
export function overlay(current: Element, wanted: Element): Element {
  const attributes = overlayAttributes(current, wanted);
  const children = overlayChildren(current, wanted);
  if (attributes === current.attributes && children === current.children) return current;
  return { ...current, attributes, children };
}

function overlayAttributes(current: Element, wanted: Element): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const [name, value] of current.attributes) {
    if (name === "id") result.set(name, value);
    else {
      const now = get(wanted, name) ?? get(wanted, modernName(name));
      if (now !== undefined) result.set(name, sameValue(name, value, now) ? value : now);
    }
  }
  for (const [name, value] of wanted.attributes) {
    if (![...result.keys()].some((known) => modernName(known) === modernName(name))) result.set(name, value);
  }
  const same =
    result.size === current.attributes.size && [...result].every(([n, v]) => current.attributes.get(n) === v);
  return same ? current.attributes : result;
}

function overlayChildren(current: Element, wanted: Element): readonly XmlNode[] {
  const wants = new Map(elements(wanted).map((e) => [identity(e), e]));
  const has = new Map(elements(current).map((e) => [identity(e), e]));
  const kept = current.children.flatMap((node): readonly XmlNode[] => {
    if (node.kind !== "element") return [node];
    const want = wants.get(identity(node));
    if (want === undefined) return operatorsPart(node);
    return [isNewlySet(node, want) ? want : overlay(node, want)];
  });
  return unlessSame(
    current,
    insertMissing(kept, elements(wanted), (e) => has.has(identity(e)), identity),
  );
}

/** Adds what is missing, each after the one that it follows in the wanted order. */
export function insertMissing(
  present: readonly XmlNode[],
  wanted: readonly Element[],
  isPresent: (e: Element) => boolean,
  key: (e: Element) => string,
): readonly XmlNode[] {
  const result = [...present];
  let at = -1;
  for (const e of wanted) {
    if (isPresent(e)) {
      at = result.findIndex((n) => n.kind === "element" && key(n) === key(e));
      continue;
    }
    // Before anything else of the kind there is no place to go by, so the end.
    const place = at === -1 ? result.length : at + 1;
    result.splice(place, 0, e);
    at = place;
  }
  return result;
}

function unlessSame(current: Element, children: readonly XmlNode[]): readonly XmlNode[] {
  const same = children.length === current.children.length && children.every((c, i) => c === current.children[i]);
  return same ? current.children : children;
}

/** An operational pair that gets another value is the manifest's from now on, with its id. */
function isNewlySet(pair: Element, wanted: Element): boolean {
  return (
    pair.name === "nvpair" && isOperational(get(wanted, "name") ?? "") && get(pair, "value") !== get(wanted, "value")
  );
}

/** What operators set in a part that the manifest does not declare; nothing else of it stays. */
function operatorsPart(e: Element): readonly XmlNode[] {
  if (e.name === "nvpair") return isOperators(e) ? [e] : [];
  if (!e.name.endsWith("_attributes")) return [];
  if (e.children.length === 0) return [e];
  const kept =
    e.name === "meta_attributes" ? e.children.filter((c) => c.kind === "element" && operatorsPart(c).length > 0) : [];
  return kept.length === 0 ? [] : kept.length === e.children.length ? [e] : [{ ...e, children: kept }];
}

/** By what a part is known among its siblings: not its id, which tools choose differently. */
function identity(e: Element): string {
  switch (e.name) {
    case "nvpair":
      return `nvpair ${modernName(get(e, "name") ?? "")}`;
    case "op":
      return `op ${get(e, "name")} ${parseInterval(get(e, "interval") ?? "0")}`;
    case "storage-mapping":
    case "primitive":
      return `${e.name} ${idOf(e)}`;
    default:
      return e.name;
  }
}

const OLDER_NAMES: ReadonlyMap<string, string> = new Map([
  ["masters", "promoted-max"],
  ["master-max", "promoted-max"],
  ["master-node-max", "promoted-node-max"],
  ["fencing-enabled", "stonith-enabled"],
]);

/** The one name for what has had several. */
export function modernName(name: string): string {
  return OLDER_NAMES.get(name) ?? name;
}

function sameValue(name: string, a: string, b: string): boolean {
  if (a === b) return true;
  if (name === "name") return modernName(a) === modernName(b);
  if (name.endsWith("role")) return modernRole(a) === modernRole(b);
  if (name === "interval") return parseInterval(a) === parseInterval(b);
  return false;
}

function modernRole(role: string): string {
  return role === "Master" ? "Promoted" : role === "Slave" ? "Unpromoted" : role;
}
