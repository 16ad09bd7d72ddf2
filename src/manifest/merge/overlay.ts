/**
 * Lays a wanted element over the one that is there, changing what differs in meaning and nothing else: order, ids of
 * inner parts, older words for the same thing and empty sets stay as they are. So an unchanged manifest changes
 * nothing in a configuration that pcs, or an older Pacemaker, once wrote, and a change shows as just that change.
 */

import { isOperational, isOperators } from "../../cib/operational.ts";
import { parseBoolean } from "../../cib/value/boolean.ts";
import { parseInterval } from "../../cib/value/duration.ts";
import { parseScore } from "../../cib/value/score.ts";
import { type Element, elements, get, idOf, type XmlNode } from "../../cib/xml/tree.ts";

/** `current` with what `wanted` says; `current` itself where they mean the same. */
export function overlay(current: Element, wanted: Element): Element {
  // A condition is one whole: the parts of two have nothing to do with each other.
  if (current.name === "rule") return sameMeaning(current, wanted) ? current : wanted;
  const attributes = overlayAttributes(current, wanted);
  const children = overlayChildren(current, wanted);
  if (attributes === current.attributes && children === current.children) return current;
  return { ...current, attributes, children };
}

/** Whether both are the same to the last id; comments and white space are none of it. */
export function isSame(a: Element, b: Element): boolean {
  const [inA, inB] = [elements(a), elements(b)];
  return (
    a.name === b.name &&
    a.attributes.size === b.attributes.size &&
    [...a.attributes].every(([name, value]) => b.attributes.get(name) === value) &&
    inA.length === inB.length &&
    inA.every((c, i) => inB[i] !== undefined && isSame(c, inB[i]))
  );
}

/** Whether both say the same, whatever the ids inside and the words. */
function sameMeaning(a: Element, b: Element): boolean {
  const [inA, inB] = [elements(a), elements(b)];
  const names = new Set([...a.attributes.keys(), ...b.attributes.keys()]);
  return (
    a.name === b.name &&
    inA.length === inB.length &&
    [...names].every((name) => name === "id" || sameOr(name, a, b)) &&
    inA.every((c, i) => inB[i] !== undefined && sameMeaning(c, inB[i]))
  );
}

function sameOr(name: string, a: Element, b: Element): boolean {
  const [of, and] = [get(a, name) ?? usual(a, name), get(b, name) ?? usual(b, name)];
  return of !== undefined && and !== undefined ? sameValue(name, of, and) : of === and;
}

function overlayAttributes(current: Element, wanted: Element): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const [name, value] of current.attributes) {
    if (name === "id") result.set(name, value);
    else {
      const now = get(wanted, name) ?? get(wanted, modernName(name)) ?? usual(wanted, name);
      if (now !== undefined && sameValue(name, value, now)) result.set(name, value);
      else if (now !== undefined && (wanted.attributes.has(name) || wanted.attributes.has(modernName(name))))
        result.set(name, now);
    }
  }
  for (const [name, value] of wanted.attributes) {
    if ([...result.keys()].some((known) => modernName(known) === modernName(name))) continue;
    const now = current.attributes.has(name) ? undefined : usual(current, name);
    if (now === undefined || !sameValue(name, now, value)) result.set(name, value);
  }
  const same =
    result.size === current.attributes.size && [...result].every(([n, v]) => current.attributes.get(n) === v);
  return same ? current.attributes : result;
}

/** What an attribute means where it is not said. */
function usual(e: Element, name: string): string | undefined {
  if (e.name === "rsc_order" && name === "then-action") return get(e, "first-action") ?? "start";
  if (e.name === "rsc_order" && name === "symmetrical") return get(e, "kind") === "Serialize" ? undefined : "true";
  if (
    e.name === "rsc_order" &&
    (name === "score" || name === "kind") &&
    e.attributes.has(name === "kind" ? "score" : "kind")
  )
    return undefined;
  return USUAL.get(`${e.name} ${name}`);
}

const USUAL: ReadonlyMap<string, string> = new Map([
  ["rsc_order kind", "Mandatory"],
  ["rsc_order first-action", "start"],
  ["rsc_order require-all", "true"],
  ["rsc_location resource-discovery", "always"],
  ["resource_set sequential", "true"],
  ["resource_set require-all", "true"],
  ["rule boolean-op", "and"],
  ["expression value-source", "literal"],
  ["op enabled", "true"],
]);

function overlayChildren(current: Element, wanted: Element): readonly XmlNode[] {
  const pairs = pairUp(
    elements(current).filter((e) => !isOperatorsCondition(e)),
    elements(wanted),
  );
  const paired = new Set(pairs.values());
  const kept = current.children.flatMap((node): readonly XmlNode[] => {
    if (node.kind !== "element") return [node];
    const want = pairs.get(node);
    if (want === undefined) return operatorsPart(node);
    return [isNewlySet(node, want) ? want : overlay(node, want)];
  });
  const byWanted = new Map([...pairs].map(([now, want]) => [want, now]));
  const ordered = elements(wanted).filter(({ name }) => IN_ORDER.has(name));
  const standing = ordered.flatMap((e) => byWanted.get(e) ?? []);
  if (!inOrder(current, standing)) {
    const others = kept.filter((node) => node.kind !== "element" || !IN_ORDER.has(node.name));
    const added = elements(wanted).filter((e) => !IN_ORDER.has(e.name) && !byWanted.has(e));
    return [...others, ...added, ...ordered.map((e) => laidOver(byWanted.get(e), e))];
  }
  const key = (e: Element): string => `${e.name} ${idOf(byWanted.get(e) ?? e)}`;
  return unlessSame(
    current,
    insertMissing(kept, elements(wanted), (e) => paired.has(e), key),
  );
}

function laidOver(current: Element | undefined, wanted: Element): Element {
  return current === undefined ? wanted : overlay(current, wanted);
}

/** Parts whose order among themselves has a meaning. */
const IN_ORDER = new Set(["primitive", "resource_ref", "resource_set"]);

function inOrder(parent: Element, parts: readonly Element[]): boolean {
  const all = elements(parent);
  return parts.every((part, i) => i === 0 || all.indexOf(parts[i - 1] ?? part) < all.indexOf(part));
}

/** Each part that is there with the one that is wanted for it: that with its id among those of its kind, else the next. */
function pairUp(current: readonly Element[], wanted: readonly Element[]): ReadonlyMap<Element, Element> {
  const pairs = new Map<Element, Element>();
  const taken = new Set<Element>();
  const pass = (key: (e: Element) => string): void => {
    const left = new Map<string, Element[]>();
    for (const e of wanted) if (!taken.has(e)) left.set(key(e), [...(left.get(key(e)) ?? []), e]);
    for (const now of current) {
      const want = pairs.has(now) ? undefined : left.get(key(now))?.shift();
      if (want === undefined) continue;
      pairs.set(now, want);
      taken.add(want);
    }
  };
  pass((e) => `${identity(e)} ${idOf(e)}`);
  pass(identity);
  // A set that is empty but for what operators have put there takes the manifest's pairs if there is no other.
  pass((e) => (e.name === "meta_attributes" && elements(e, "rule").length === 0 ? e.name : identity(e)));
  return pairs;
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

/**
 * What operators or tools switch for a while, such as a maintenance that ends by itself: pairs of theirs below a rule. It
 * stays as a whole, since without its rule it would never end.
 */
function isOperatorsCondition(e: Element): boolean {
  if (e.name !== "meta_attributes" || elements(e, "rule").length === 0) return false;
  const pairs = elements(e, "nvpair");
  return (
    pairs.some(isOperators) && pairs.every((p) => isOperators(p) || (get(p, "name") ?? "").startsWith("holdfast-"))
  );
}

/** What operators set in a part that the manifest does not declare; nothing else of it stays. */
function operatorsPart(e: Element): readonly XmlNode[] {
  if (isOperatorsCondition(e)) return [e];
  if (e.name === "nvpair") return isOperators(e) ? [e] : [];
  const isEmpty = elements(e).length === 0;
  if (isEmpty && (e.name.endsWith("_attributes") || e.name === "operations" || e.name === "utilization")) return [e];
  if (!e.name.endsWith("_attributes")) return [];
  const kept =
    e.name === "meta_attributes" ? e.children.filter((c) => c.kind === "element" && operatorsPart(c).length > 0) : [];
  return kept.length === 0 ? [] : kept.length === e.children.length ? [e] : [{ ...e, children: kept }];
}

/** By what a part is known among its siblings: not its id, which tools choose differently, but where it is a name. */
function identity(e: Element): string {
  switch (e.name) {
    case "nvpair":
      return `nvpair ${modernName(get(e, "name") ?? "")}`;
    case "op":
      return `op ${get(e, "name")} ${parseInterval(get(e, "interval") ?? "0")}`;
    case "port-mapping":
      return `port-mapping ${get(e, "port") ?? get(e, "range")}`;
    case "acl_permission":
      return ["acl_permission", "kind", "xpath", "reference", "object-type", "attribute"]
        .map((n) => get(e, n))
        .join(" ");
    case "storage-mapping":
    case "primitive":
    case "resource_ref":
    case "obj_ref":
    case "role":
    case "recipient":
      return `${e.name} ${idOf(e)}`;
    default:
      return `${e.name}${get(e, "id-ref") ?? ""}${condition(e)}`;
  }
}

/** A set that depends on a rule, and one that says nothing, are others than those that always hold. */
function condition(e: Element): string {
  if (!e.name.endsWith("_attributes") && e.name !== "utilization") return "";
  if (elements(e, "rule").length > 0) return " rule";
  return elements(e).every(isOperators) ? " empty" : "";
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
  if (name === "interval" || name === "timeout") {
    const ms = parseInterval(a);
    return ms !== undefined && ms === parseInterval(b);
  }
  if (name === "score") return parseScore(a) !== undefined && parseScore(a) === parseScore(b);
  if (BOOLEAN.has(name)) return parseBoolean(a) !== undefined && parseBoolean(a) === parseBoolean(b);
  if (name === "boolean-op" || name === "operation") return a.toLowerCase() === b.toLowerCase();
  if (name === "devices")
    return (
      a
        .split(",")
        .map((d) => d.trim())
        .join() ===
      b
        .split(",")
        .map((d) => d.trim())
        .join()
    );
  return false;
}

const BOOLEAN = new Set([
  "symmetrical",
  "require-all",
  "sequential",
  "enabled",
  "record-pending",
  "influence",
  "add-host",
]);

function modernRole(role: string): string {
  return role === "Master" ? "Promoted" : role === "Slave" ? "Unpromoted" : role;
}
