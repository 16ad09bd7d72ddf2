/**
 * The patch that leads from one CIB to another, order included. Children are the same if name and id are; children
 * without an id if their name is the only one of its kind. Whatever a path cannot tell apart (comments, equal siblings)
 * is deleted and created anew where anything about it differs.
 */

import { child, type Element, elements, get, withChildren, type XmlNode } from "../xml/tree.ts";
import { type Change, type Patch, parsePath } from "./patch.ts";
import { readPartialVersion, readVersion } from "./version.ts";

/** Both must be the same kind of root. `applyPatch(before, diff(before, after))` is `after`, attribute order aside. */
export function diff(before: Element, after: Element): Patch {
  return {
    source: readPartialVersion(before),
    target: readPartialVersion(after),
    changes: changesBetween(before, after),
  };
}

/**
 * A patch of the configuration alone that a cluster takes if the configuration is still that of `before`, whatever has
 * happened to the status meanwhile: its source leaves out `num_updates`, and it touches no version itself.
 */
export function diffConfiguration(before: Element, after: Element): Patch {
  const { adminEpoch, epoch } = readVersion(before);
  const configuration = child(after, "configuration");
  const wanted = withChildren(
    before,
    before.children.map((c) =>
      c.kind === "element" && c.name === "configuration" && configuration !== undefined ? configuration : c,
    ),
  );
  return { source: { adminEpoch, epoch }, changes: changesBetween(before, wanted) };
}

interface Collected {
  /** These come first, so that nothing old is in the way of what is created. */
  readonly deletions: Change[];
  readonly others: Change[];
}

function changesBetween(before: Element, after: Element): readonly Change[] {
  if (before.name !== after.name) throw new Error(`no patch leads from a ${before.name} to a ${after.name}`);
  const collected: Collected = { deletions: [], others: [] };
  if (!compare(before, after, `/${before.name}`, collected))
    throw new Error(`a patch cannot say how the ${before.name} element changes`);
  return [...collected.deletions, ...collected.others];
}

/** Returns false where no path leads to what differs; the element must then be replaced as a whole. */
function compare(before: Element, after: Element, path: string, into: Collected): boolean {
  if (before === after) return true;
  // No path leads into an element whose step cannot be written.
  if (!isAddressable(after)) return sameNode(before, after);
  const modification = compareAttributes(before, after, path);
  const below: Collected = { deletions: [], others: [] };
  if (!compareChildren(before, after, path, below)) return false;
  for (const change of below.deletions) into.deletions.push(change);
  if (modification !== undefined) into.others.push(modification);
  // One by one: a call takes some hundred thousand arguments at most, and a new cluster is that many changes.
  for (const change of below.others) into.others.push(change);
  return true;
}

function compareAttributes(before: Element, after: Element, path: string): Change | undefined {
  const changes: { name: string; value: string | undefined }[] = [];
  for (const [name, value] of after.attributes)
    if (before.attributes.get(name) !== value) changes.push({ name, value });
  for (const name of before.attributes.keys())
    if (!after.attributes.has(name)) changes.push({ name, value: undefined });
  if (changes.length === 0) return undefined;
  const result: Element = { kind: "element", name: after.name, attributes: after.attributes, children: [] };
  return { operation: "modify", path, changes, result };
}

function compareChildren(before: Element, after: Element, path: string, into: Collected): boolean {
  if (before.children === after.children) return true;
  const keys = commonKeys(before, after);
  const keyOf = (c: XmlNode): string | undefined => (c.kind === "element" && keys.has(key(c)) ? key(c) : undefined);
  const partners = new Map<string, Element>();
  for (const c of after.children) {
    const k = keyOf(c);
    if (k !== undefined) partners.set(k, c as Element);
  }

  const keepsNameless = sameShape(before, after, keyOf);
  if (!keepsNameless && [...before.children, ...after.children].some((c) => c.kind === "text")) return false;

  // What stays, in its old order, named by what it becomes.
  const staying: XmlNode[] = [];
  const replaced: Change[] = [];
  const nameless: XmlNode[] = [];
  for (const [i, c] of before.children.entries()) {
    const k = keyOf(c);
    const partner = k === undefined ? undefined : partners.get(k);
    if (partner !== undefined) {
      const step = stepTo(partner);
      const below: Collected = { deletions: [], others: [] };
      if (compare(c as Element, partner, path + step, below)) {
        staying.push(partner);
        for (const change of below.deletions) into.deletions.push(change);
        for (const change of below.others) into.others.push(change);
      } else {
        if (!isAddressable(partner)) return false;
        replaced.push({ operation: "delete", path: path + step });
      }
    } else if (keepsNameless) staying.push(after.children[i] as XmlNode);
    else nameless.push(c);
  }
  // Comments are deleted by position, so their siblings must still be there.
  if (!deleteAll(nameless, before, path, into)) return false;
  for (const change of replaced) into.deletions.push(change);
  return arrange(staying, after.children, path, into);
}

/** Brings the remaining children into their final order: as few as possible move, and what is new is created. */
function arrange(staying: readonly XmlNode[], wanted: readonly XmlNode[], path: string, into: Collected): boolean {
  const places = new Map(wanted.map((node, i) => [node, i]));
  const unmoved = new Set(
    longestRising(staying.map((node) => places.get(node) as number)).map((place) => wanted[place]),
  );
  const stays = new Set(staying);
  for (const [position, node] of wanted.entries()) {
    if (unmoved.has(node)) continue;
    if (!stays.has(node)) into.others.push({ operation: "create", path, position, node });
    else if (node.kind === "element" && isAddressable(node))
      into.others.push({ operation: "move", path: path + stepTo(node), position });
    else return false;
  }
  return true;
}

/** A longest rising subsequence of different numbers. */
function longestRising(numbers: readonly number[]): number[] {
  // ends[n] is where the best subsequence of length n + 1 ends: the one with the smallest last number.
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [i, value] of numbers.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] as number] as number) < value) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? undefined : ends[low - 1]);
    ends[low] = i;
  }
  const found: number[] = [];
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) found.push(numbers[at] as number);
  return found.reverse();
}

/** Comments go from the last to the first, so that positions hold; then what has an id, since a bare name matches it too. */
function deleteAll(nodes: readonly XmlNode[], before: Element, path: string, into: Collected): boolean {
  const comments = nodes.filter((c) => c.kind === "comment").map((c) => before.children.indexOf(c));
  for (const position of comments.reverse())
    into.deletions.push({ operation: "delete", path: `${path}/comment`, position });
  const gone = nodes.filter((c) => c.kind === "element");
  for (const e of [
    ...gone.filter((c) => get(c, "id") !== undefined),
    ...gone.filter((c) => get(c, "id") === undefined),
  ]) {
    if (!isAddressable(e)) return false;
    into.deletions.push({ operation: "delete", path: path + stepTo(e) });
  }
  return true;
}

/** The same children in the same order, and those without a key exactly the same: nothing then needs a name. */
function sameShape(before: Element, after: Element, keyOf: (c: XmlNode) => string | undefined): boolean {
  if (before.children.length !== after.children.length) return false;
  return before.children.every((c, i) => {
    const other = after.children[i] as XmlNode;
    const k = keyOf(c);
    return k === keyOf(other) && (k !== undefined || sameNode(c, other));
  });
}

/** Equal in content; the order of attributes does not count. */
export function sameNode(a: XmlNode, b: XmlNode): boolean {
  if (a === b) return true;
  if (a.kind !== "element" || b.kind !== "element")
    return a.kind === b.kind && (a as { text: string }).text === (b as { text: string }).text;
  if (a.name !== b.name || a.attributes.size !== b.attributes.size || a.children.length !== b.children.length)
    return false;
  for (const [name, value] of a.attributes) if (b.attributes.get(name) !== value) return false;
  return a.children.every((c, i) => sameNode(c, b.children[i] as XmlNode));
}

function key(e: Element): string {
  return `${e.name}\0${get(e, "id") ?? ""}`;
}

/** Keys by which a path finds exactly one child, in both. */
function commonKeys(before: Element, after: Element): ReadonlySet<string> {
  const mine = uniqueKeys(before);
  const theirs = uniqueKeys(after);
  return new Set([...mine].filter((k) => theirs.has(k)));
}

function uniqueKeys(e: Element): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const names = new Map<string, number>();
  const unnamed = new Set<string>();
  for (const c of elements(e)) {
    counts.set(key(c), (counts.get(key(c)) ?? 0) + 1);
    names.set(c.name, (names.get(c.name) ?? 0) + 1);
    if (get(c, "id") === undefined) unnamed.add(c.name);
  }
  const unique = new Set<string>();
  for (const c of elements(e)) {
    // A step without an id would find any sibling of that name.
    if (counts.get(key(c)) === 1 && (!unnamed.has(c.name) || names.get(c.name) === 1)) unique.add(key(c));
  }
  return unique;
}

function stepTo(e: Element): string {
  const id = get(e, "id");
  return id === undefined ? `/${e.name}` : `/${e.name}[@id='${id}']`;
}

/** Ids may hold characters that would end a path's step; Pacemaker knows no way to quote them. */
function isAddressable(e: Element): boolean {
  const steps = /^$|[/'[\]]/.test(get(e, "id") ?? "-") ? undefined : parsePath(stepTo(e));
  return steps?.length === 1 && e.name !== "comment";
}
