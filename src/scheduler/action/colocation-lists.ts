/**
 * The colocations that count for a resource, in the order they are to be considered: its own, and those its parents
 * hand down. A group hands what it is with to its first member and what is with it to its last, since its members
 * follow one another; a clone hands all to its instances; a bundle hands them to its containers, and to its inner
 * promotable clone only when roles are chosen.
 * Behaviour: docs/pacemaker/colocation.md#which-colocations-count.
 */
import { INFINITY } from "../../cib/value/score.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { topOf } from "../model/resource.ts";
import type { Bundle, Colocation, Group, Primitive, Resource } from "../model/types.ts";

/** Which end of a colocation the resource is. */
type Side = "thisWith" | "withThis";

/** Colocations in which the resource is the dependent. */
export function thisWithColocations(s: ClusterModel, rsc: Resource): Colocation[] {
  if (s.dialect.handsColocationsDown) return [...rsc.thisWith];
  const list: Colocation[] = [];
  collect(rsc, rsc, "thisWith", list);
  return list;
}

/** Colocations in which the resource is the primary. */
export function withThisColocations(s: ClusterModel, rsc: Resource): Colocation[] {
  if (s.dialect.handsColocationsDown) return [...rsc.withThis];
  const list: Colocation[] = [];
  collect(rsc, rsc, "withThis", list);
  return list;
}

/**
 * Adds a colocation to a list for its dependent, which is sorted by primary: priority first, then kind and id.
 * Order: docs/pacemaker/colocation.md#lists-of-colocations.
 */
export function insertThisWith(list: Colocation[], colocation: Colocation): void {
  insert(list, colocation, "thisWith");
}

/**
 * Adds a colocation to a list for its primary, which is sorted by dependent: priority first, then kind and id.
 * Order: docs/pacemaker/colocation.md#lists-of-colocations.
 */
export function insertWithThis(list: Colocation[], colocation: Colocation): void {
  insert(list, colocation, "withThis");
}

/** Adds to `list` what `rsc` contributes for `wanted`, itself or something inside it. */
function collect(rsc: Resource, wanted: Resource, side: Side, list: Colocation[]): void {
  switch (rsc.kind) {
    case "primitive":
      collectFromPrimitive(rsc, wanted, side, list);
      break;
    case "group":
      collectFromGroup(rsc, wanted, side, list);
      break;
    case "clone":
      addAll(list, rsc[side], side);
      collectFromParent(rsc, wanted, side, list);
      break;
    case "bundle":
      if (concernsBundle(rsc, wanted)) addAll(list, rsc[side], side);
      break;
  }
}

function collectFromParent(rsc: Resource, wanted: Resource, side: Side, list: Colocation[]): void {
  if (rsc.parent !== undefined) collect(rsc.parent, wanted, side, list);
}

/** Asked on behalf of a fellow member of its group, a primitive contributes only what someone wrote. */
function collectFromPrimitive(rsc: Primitive, wanted: Resource, side: Side, list: Colocation[]): void {
  if (rsc === wanted) {
    addAll(list, rsc[side], side);
    collectFromParent(rsc, wanted, side, list);
  } else {
    for (const colocation of rsc[side]) if (colocation.explicit) insert(list, colocation, side);
  }
}

function collectFromGroup(group: Group, wanted: Resource, side: Side, list: Colocation[]): void {
  const representative = side === "thisWith" ? group.children[0] : group.children.at(-1);
  if (representative === undefined) return;
  if (wanted === group || wanted === representative) {
    addAll(list, group[side], side);
    collectFromParent(group, wanted, side, list);
    if (!group.colocated) return;
    for (const member of group.children) if (member !== wanted) collect(member, wanted, side, list);
  } else if (side === "thisWith" && followsUnmanaged(group, wanted)) {
    for (const colocation of group.thisWith) if (colocation.score === INFINITY) insert(list, colocation, side);
  }
}

/** An unmanaged member stays where it is whatever the group's colocations say, which breaks the chain to those after it. */
function followsUnmanaged(group: Group, wanted: Resource): boolean {
  for (const member of group.children) {
    if (member === wanted) return false;
    if (!member.managed) return true;
  }
  return false;
}

function concernsBundle(bundle: Bundle, wanted: Resource): boolean {
  if (wanted === bundle || wanted.replicaContainer) return true;
  const inner = bundle.inner;
  if (inner === undefined || !inner.promotable || topOf(wanted, false) !== inner) return false;
  // An instance that is assigned already can only be asked about for its role.
  return wanted === inner ? inner.promotionConstrained === true : !wanted.unassigned;
}

/**
 * Adds a whole list. To a list that is not empty Pacemaker adds the first of the new ones as many times as there are
 * new ones, instead of each once; scores depend on it, so it is done likewise.
 */
function addAll(list: Colocation[], additions: readonly Colocation[], side: Side): void {
  const first = additions[0];
  if (first === undefined) return;
  if (list.length === 0) {
    list.push(...additions);
    return;
  }
  for (let i = 0; i < additions.length; i++) insert(list, first, side);
}

/** Keeps the list sorted by the resource at the other end; a new one goes before its equals. */
function insert(list: Colocation[], colocation: Colocation, side: Side): void {
  let at = 0;
  while (at < list.length && compare(other(colocation, side), other(list[at] as Colocation, side)) > 0) at++;
  list.splice(at, 0, colocation);
}

function other(colocation: Colocation, side: Side): Resource {
  return side === "thisWith" ? colocation.primary : colocation.dependent;
}

const VARIANT: Readonly<Record<Resource["kind"], number>> = { primitive: 0, group: 1, clone: 2, bundle: 3 };

function compare(a: Resource, b: Resource): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  if (a.kind !== b.kind) return VARIANT[b.kind] - VARIANT[a.kind];
  if (a.kind === "clone" && a.promotable !== b.promotable) return a.promotable ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
