/**
 * Templates and tags in constraints, rewritten into plain resource sets before the constraint is read: inside a set
 * the reference gives way to its members; a plain attribute becomes a set that is not sequential, and the attribute
 * that qualified it (a role or an action) moves to that set.
 * Behaviour: docs/pacemaker/constraints.md#templates-and-tags.
 */
import {
  type Element,
  element,
  elements,
  get,
  idOf,
  withAttribute,
  withChildren,
  type XmlNode,
} from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { resolveReference } from "./reference.ts";

/** One attribute that names a resource, and the one that qualifies it. */
export interface ReferringAttribute {
  readonly name: string;
  /** e.g. `rsc-role`; moves to the set under the name in `qualifierInSet`. */
  readonly qualifier: string;
  readonly qualifierInSet: "role" | "action";
}

export type Expansion =
  /** Read this element's sets; `xml` is the constraint itself when it had nothing to expand. */
  { readonly ok: true; readonly xml: Element } | { readonly ok: false };

/**
 * Expands a constraint. With several attributes (order, colocation) a plain resource beside a template becomes a set of
 * its own too, as sets can only be related to sets.
 */
export function expandReferences(
  s: ClusterModel,
  constraint: Element,
  attributes: readonly ReferringAttribute[],
): Expansion {
  const expanded = expandSets(s, constraint);
  if (expanded !== constraint) return { ok: true, xml: expanded };

  const ids = attributes.map((attribute) => get(constraint, attribute.name));
  if (ids.some((id) => id === undefined)) return { ok: true, xml: constraint };
  const references = ids.map((id) => resolveReference(s, id as string));
  const unknown = references.indexOf(undefined);
  if (unknown >= 0) {
    s.problems.push(
      `Ignoring constraint '${idOf(constraint)}' because '${ids[unknown]}' is not a valid resource or tag`,
    );
    return { ok: false };
  }
  if (references.every((reference) => reference?.kind === "resource")) return { ok: true, xml: constraint };

  let xml = constraint;
  const sets: XmlNode[] = [];
  attributes.forEach((attribute, i) => {
    const reference = references[i];
    const id = ids[i] as string;
    const several = reference?.kind === "several";
    const members = several ? reference.ids : [id];
    const set = element(
      "resource_set",
      {
        id,
        sequential: several ? "false" : undefined,
        [attribute.qualifierInSet]: get(constraint, attribute.qualifier),
      },
      members.map((member) => element("resource_ref", { id: member })),
    );
    sets.push(set);
    xml = withAttribute(withAttribute(xml, attribute.name, undefined), attribute.qualifier, undefined);
  });
  return { ok: true, xml: withChildren(xml, [...xml.children, ...sets]) };
}

/** Replaces template and tag references inside sets; returns the constraint itself when there is nothing to replace. */
function expandSets(s: ClusterModel, constraint: Element): Element {
  if (elements(constraint, "resource_set").length === 0) return constraint;
  let valid = true;
  const children = constraint.children.map((child): XmlNode => {
    if (child.kind !== "element" || child.name !== "resource_set") return child;
    const refs: XmlNode[] = [];
    for (const ref of child.children) {
      if (ref.kind !== "element" || ref.name !== "resource_ref") {
        refs.push(ref);
        continue;
      }
      const ids = namedBy(s, idOf(ref), new Set());
      if (ids === undefined) valid = false;
      else if (ids.length === 1 && ids[0] === idOf(ref)) refs.push(ref);
      else for (const id of ids) refs.push(element("resource_ref", { id }));
    }
    return withChildren(child, refs);
  });
  if (!valid) {
    s.problems.push(
      `Ignoring resource sets for constraint '${idOf(constraint)}' because of an invalid resource or tag`,
    );
    return constraint;
  }
  return withChildren(constraint, children);
}

/** The resources that an id in a set stands for; what a tag names may be tags again. Undefined if one does not exist. */
function namedBy(s: ClusterModel, id: string, within: ReadonlySet<string>): readonly string[] | undefined {
  const reference = resolveReference(s, id);
  if (reference === undefined || within.has(id)) return undefined;
  if (reference.kind === "resource") return [id];
  const ids: string[] = [];
  for (const member of reference.ids) {
    const named = namedBy(s, member, new Set([...within, id]));
    if (named === undefined) return undefined;
    ids.push(...named);
  }
  return ids;
}
