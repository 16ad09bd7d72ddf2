/**
 * From schema 3.x to 4.0. Old names and spellings become today's, blocks of name/value pairs are put in the order in
 * which they are read, and what is no longer supported goes. Where an element that is dropped is referred to by an
 * `id-ref`, the first reference takes over its definition.
 */

import { dereference, type IndexById, indexById } from "../value/element-index.ts";
import { parseScore } from "../value/score.ts";
import { rewriteRoot } from "../xml/rewrite.ts";
import {
  type Element,
  element,
  elements,
  get,
  idOf,
  walk,
  withAttribute,
  withChildren,
  type XmlNode,
} from "../xml/tree.ts";
import { MADE_ID, splitLocation, withoutLifetime } from "./from-3-location.ts";
import { dropUnsupported, isUnsupportedResource, withoutUnsupportedMeta } from "./from-3-unsupported.ts";

/**
 * A CIB that 4.0 accepts as it stands only gets its version; nothing in it is put in order then.
 *
 * @param pairsInOrder whether blocks get their order and one pair of each name, which has a value; else they stay as they are written
 */
export function upgradeFrom3(root: Element, pairsInOrder: boolean): Element {
  if (!hasOldForms(root)) return withAttribute(root, "validate-with", "pacemaker-4.0");
  const byId = indexById(root);
  const renewed = rewriteRoot(withAttribute(root, "validate-with", "pacemaker-4.0"), (e, parent) =>
    renew(e, parent, byId, pairsInOrder),
  );
  return restoreDefinitions(dropUnsupported(banFromPingNodes(renewed, root)), byId);
}

/** Whether there is anything below `e` that 4.0 does not accept. Histories, most of many a CIB, have no other form. */
function hasOldForms(e: Element): boolean {
  for (const c of e.children)
    if (c.kind === "element" && c.name !== "lrm" && (isOldForm(c, e) || hasOldForms(c))) return true;
  return false;
}

/** What the upgrade to 4.0 rewrites, or drops with the resource that it is; in document order, histories aside. */
export function oldFormsIn(root: Element): readonly { readonly at: Element; readonly dropped: boolean }[] {
  return elements(root).flatMap((e) => {
    if (e.name === "lrm") return [];
    const own = isOldForm(e, root) ? [{ at: e, dropped: isUnsupportedResource(e) }] : [];
    return [...own, ...oldFormsIn(e)];
  });
}

function isOldForm(e: Element, parent: Element): boolean {
  switch (e.name) {
    case "nvpair":
      return isOldPair(e, parent);
    case "date_spec":
      return e.attributes.has("moon");
    case "fencing-level":
      return isTooHighLevel(e);
    case "node":
      return get(e, "type") === "ping";
    case "docker":
    case "podman":
      return e.attributes.has("masters");
    case "rsc_location":
      return elements(e, "rule").length > 1;
    case "master":
    case "lifetime":
      return true;
    case "meta_attributes":
      return withoutUnsupportedMeta(parent) !== parent;
    default:
      return isUnsupportedResource(e);
  }
}

function isOldPair(pair: Element, parent: Element): boolean {
  const reference = get(pair, "id-ref");
  const name = get(pair, "name");
  const value = get(pair, "value");
  if (reference !== undefined) return name !== undefined;
  if (value === undefined) return true;
  if (parent.name !== "cluster_property_set" || name === undefined) return false;
  return (
    PROPERTY_NAMES.has(name) || name === "remove-after-stop" || (name === "stonith-action" && value === "poweroff")
  );
}

function isTooHighLevel(level: Element): boolean {
  return Number(get(level, "index")) > 9;
}

function renew(
  e: Element,
  parent: Element | undefined,
  byId: IndexById,
  pairsInOrder: boolean,
): Element | readonly Element[] {
  switch (e.name) {
    case "nvpair":
      return renewPair(e, parent, byId, pairsInOrder);
    case "date_spec":
      return withAttribute(e, "moon", undefined);
    case "fencing-level":
      return isTooHighLevel(e) ? [] : e;
    case "node":
      return get(e, "type") === "ping" ? withAttribute(e, "type", "member") : e;
    case "master":
      return promotableClone(e, byId);
    case "docker":
    case "podman":
    case "rkt":
      return renamed(e, "masters", "promoted-max");
    case "rsc_location":
      return splitLocation(e).map(withoutLifetime);
    case "rsc_colocation":
    case "rsc_order":
      return withChildren(
        e,
        e.children.filter((c) => c.kind !== "element" || c.name !== "lifetime"),
      );
    case "acl_permission":
      return permissionOnSplitLocation(e, byId);
    default:
      if (!pairsInOrder) return e;
      return sortedBlocks(isBlock(e) ? withoutDuplicates(e, byId) : e, byId);
  }
}

const PROPERTY_NAMES: ReadonlyMap<string, string> = new Map([
  ["crmd-finalization-timeout", "join-finalization-timeout"],
  ["crmd-integration-timeout", "join-integration-timeout"],
  ["crmd-transition-delay", "transition-delay"],
]);

function renewPair(
  pair: Element,
  parent: Element | undefined,
  byId: IndexById,
  pairsInOrder: boolean,
): Element | readonly Element[] {
  const referent = dereference(pair, byId);
  if (referent === undefined) return pair;
  // A pair without a value may say something: a guest node has no name then.
  if (get(referent, "value") === undefined) return pairsInOrder ? [] : pair;
  const ownName = get(pair, "name");
  if (referent !== pair) {
    // One value under several names, an undocumented feature: it becomes a pair of its own.
    if (ownName === undefined) return pair;
    return {
      ...referent,
      attributes: new Map([
        ...referent.attributes,
        ["id", `${MADE_ID}${idOf(referent)}-${ownName}`],
        ["name", ownName],
      ]),
    };
  }
  if (parent?.name !== "cluster_property_set" || ownName === undefined) return pair;
  if (ownName === "remove-after-stop") return [];
  if (ownName === "stonith-action" && get(pair, "value") === "poweroff") return withAttribute(pair, "value", "off");
  return withAttribute(pair, "name", PROPERTY_NAMES.get(ownName) ?? ownName);
}

const BLOCKS = new Set(["cluster_property_set", "instance_attributes", "meta_attributes", "utilization"]);

function isBlock(node: XmlNode): node is Element {
  return node.kind === "element" && BLOCKS.has(node.name);
}

/** One pair per name: the first, unless `#default` stands later, which unsets what was before it. */
function withoutDuplicates(block: Element, byId: IndexById): Element {
  const kept = new Map<string, { readonly pair: Element; readonly value: string | undefined }>();
  let duplicate = false;
  for (const pair of elements(block, "nvpair")) {
    const referent = dereference(pair, byId) ?? pair;
    const name = get(referent, "name");
    if (name === undefined) continue;
    const value = get(referent, "value");
    const before = kept.get(name);
    if (before !== undefined) duplicate = true;
    if (before === undefined || before.value === "#default" || value === "#default") kept.set(name, { pair, value });
  }
  if (!duplicate) return block;
  const wanted = new Set([...kept.values()].map(({ pair }) => pair));
  const named = (pair: Element): boolean => get(dereference(pair, byId) ?? pair, "name") !== undefined;
  return withChildren(
    block,
    block.children.filter((c) => c.kind !== "element" || c.name !== "nvpair" || wanted.has(c) || !named(c)),
  );
}

/** Blocks stand after all else, highest score first, `cib-bootstrap-options` before any. */
function sortedBlocks(e: Element, byId: IndexById): Element {
  const blocks = e.children.filter(isBlock);
  if (blocks.length === 0) return e;
  const others = e.children.filter((c) => !isBlock(c));
  const ranked = blocks.map((block) => {
    const referent = dereference(block, byId) ?? block;
    const first = block.name === "cluster_property_set" && idOf(referent) === "cib-bootstrap-options";
    return { block, rank: first ? Number.POSITIVE_INFINITY : (parseScore(get(referent, "score")) ?? 0) };
  });
  ranked.sort((a, b) => (a.rank === b.rank ? 0 : b.rank - a.rank));
  return withChildren(e, [...others, ...ranked.map(({ block }) => block)]);
}

function renamed(e: Element, from: string, to: string): Element {
  if (!e.attributes.has(from)) return e;
  return { ...e, attributes: new Map([...e.attributes].map(([name, value]) => [name === from ? to : name, value])) };
}

/** A `master` is a clone whose first and strongest block says that it is promotable. */
function promotableClone(master: Element, byId: IndexById): Element {
  const id = `${MADE_ID}promotable-legacy-${idOf(master)}-meta_attributes`;
  const block = element("meta_attributes", { id, score: "INFINITY" }, [
    element("nvpair", { id: `${id}-promotable`, name: "promotable", value: "true" }),
  ]);
  const sorted = sortedBlocks(master, byId);
  return { ...sorted, name: "clone", children: [block, ...sorted.children] };
}

/** Nothing ran on ping nodes; as members, they need a ban for that. */
function banFromPingNodes(root: Element, before: Element): Element {
  const bans: Element[] = [];
  for (const e of walk(before)) {
    if (e.name !== "node" || get(e, "type") !== "ping") continue;
    const node = get(e, "uname");
    bans.push(
      element("rsc_location", {
        id: `${MADE_ID}ping-node-ban-${node ?? ""}`,
        "rsc-pattern": ".*",
        node,
        score: "-INFINITY",
        "resource-discovery": "never",
      }),
    );
  }
  if (bans.length === 0) return root;
  return rewriteRoot(root, (e) => (e.name === "constraints" ? withChildren(e, [...e.children, ...bans]) : e));
}

/** A permission on a location constraint that was split is one on all its parts. */
function permissionOnSplitLocation(permission: Element, byId: IndexById): Element {
  const reference = get(permission, "reference");
  const location = reference === undefined ? undefined : byId.get(reference);
  if (location?.name !== "rsc_location") return permission;
  const parts = splitLocation(location);
  if (parts.length < 2) return permission;
  const tests = parts.map((part) => `@id = '${idOf(part)}'`).join(" or ");
  return withAttribute(withAttribute(permission, "reference", undefined), "xpath", `//*[${tests}]`);
}

/** Gives the first reference to an element that is gone that element's definition. */
function restoreDefinitions(root: Element, before: IndexById): Element {
  const after = new Set<string>();
  const references = new Set<string>();
  for (const e of walk(root)) {
    after.add(idOf(e));
    const reference = get(e, "id-ref");
    if (reference !== undefined) references.add(reference);
  }
  if ([...references].every((id) => after.has(id) || !before.has(id))) return root;
  return rewriteRoot(root, (e) => {
    const id = get(e, "id-ref");
    const definition = id === undefined || after.has(id) ? undefined : before.get(id);
    if (definition === undefined || definition.name !== e.name) return e;
    after.add(id as string);
    return definition;
  });
}
