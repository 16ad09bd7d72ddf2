/**
 * What schema 4.0 no longer has: nagios and upstart resources, rkt bundles, and some meta-attributes. With a resource go
 * the collectives it leaves empty and the constraints that would speak of nothing else.
 */

import { dereference, type IndexById, indexById } from "../value/element-index.ts";
import { rewriteRoot } from "../xml/rewrite.ts";
import {
  child,
  type Element,
  elements,
  get,
  idOf,
  walk,
  withAttribute,
  withChildren,
  type XmlNode,
} from "../xml/tree.ts";

/** `root` without the resources that Pacemaker 3 has no support for, and without what refers to them. */
export function dropUnsupported(root: Element): Element {
  const gone = unsupportedResources(root);
  const ids = new Set([...gone].map(idOf));
  const isGone = (id: string | undefined): boolean => id !== undefined && ids.has(id);
  const byId = indexById(root);
  const isEmptySet = (set: Element): boolean => {
    const referent = dereference(set, byId) ?? set;
    return elements(referent, "resource_ref").every((ref) => isGone(idOf(ref)));
  };
  const drops = (e: Element): boolean => {
    if (gone.has(e)) return true;
    if (e.name === "resource_ref") return isGone(idOf(e));
    if (e.name === "resource_set") return isEmptySet(e);
    if (!/^rsc_(location|ticket|colocation|order)$/.test(e.name)) return false;
    if (["rsc", "with-rsc", "first", "then"].some((attribute) => isGone(get(e, attribute)))) return true;
    const sets = elements(e, "resource_set");
    return sets.length > 0 && sets.every(isEmptySet);
  };
  return permissionsOnNothing(rewriteRoot(without(root, drops), withoutUnsupportedMeta));
}

/** From the top, because the verdicts are on elements of the tree as it was. */
function without(e: Element, drops: (e: Element) => boolean): Element {
  const children: XmlNode[] = [];
  for (const c of e.children) {
    if (c.kind !== "element") children.push(c);
    else if (!drops(c)) children.push(without(c, drops));
  }
  return withChildren(e, children);
}

/** Of a class or container technology that is gone; collectives of nothing else are found later. */
export function isUnsupportedResource(e: Element): boolean {
  if (e.name === "bundle") return child(e, "rkt") !== undefined;
  if (e.name !== "primitive" && e.name !== "template") return false;
  const standard = get(e, "class")?.toLowerCase();
  return standard === "nagios" || standard === "upstart";
}

function unsupportedResources(root: Element): Set<Element> {
  const gone = new Set<Element>();
  const templates = new Set<string>();
  const all = [...walk(root)];
  for (const e of all) {
    if (!isUnsupportedResource(e)) continue;
    gone.add(e);
    if (e.name === "template") templates.add(idOf(e));
  }
  for (const e of all) {
    if (e.name === "primitive" && templates.has(get(e, "template") ?? "")) gone.add(e);
  }
  for (const e of all) {
    if (e.name === "group" && elements(e, "primitive").every((member) => gone.has(member))) gone.add(e);
    else if (e.name === "clone" && [...walk(e)].every((inner) => inner.name !== "primitive" || gone.has(inner)))
      gone.add(e);
  }
  return gone;
}

const RESOURCE_OWNERS = ["template", "primitive", "group", "clone", "bundle", "rsc_defaults"];
const UNSUPPORTED_META: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...RESOURCE_OWNERS.map((owner): [string, readonly string[]] => [owner, ["restart-type"]]),
  ["op", ["can_fail", "role_after_failure"]],
  ["op_defaults", ["can_fail", "role_after_failure"]],
]);

/** The owner itself where it has none. */
export function withoutUnsupportedMeta(owner: Element): Element {
  const names = UNSUPPORTED_META.get(owner.name);
  if (names === undefined) return owner;
  const drops = (e: Element): boolean => e.name === "nvpair" && names.includes(get(e, "name") ?? "");
  return withChildren(
    owner,
    owner.children.map((c) => (c.kind === "element" && c.name === "meta_attributes" ? without(c, drops) : c)),
  );
}

/** A permission on an id that is gone becomes one that matches nothing. */
function permissionsOnNothing(root: Element): Element {
  if (child(root, "configuration") === undefined) return root;
  let byId: IndexById | undefined;
  return rewriteRoot(root, (e) => {
    const reference = e.name === "acl_permission" ? get(e, "reference") : undefined;
    if (reference === undefined) return e;
    byId ??= indexById(root);
    return byId.has(reference) ? e : withAttribute(withAttribute(e, "reference", undefined), "xpath", "/*[false()]");
  });
}
