/**
 * What a constraint refers to: a resource, or everything made from a template or marked with a tag. An id that is only
 * known from the history of a clone's instance means the whole clone.
 * Behaviour: docs/pacemaker/constraints.md#resources-named-by-constraints.
 */
import { type Element, elements, idOf } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { findResource } from "../model/lookup.ts";
import { topOf } from "../model/resource.ts";
import type { Resource } from "../model/types.ts";

export type ConstraintTarget =
  | { readonly kind: "resource"; readonly rsc: Resource }
  /** A template or tag, with the ids behind it. */
  | { readonly kind: "several"; readonly ids: readonly string[] };

/** The resource a constraint means by `id`; undefined when the id is missing or no resource has it. */
export function findConstraintResource(s: ClusterModel, id: string | undefined): Resource | undefined {
  if (id === undefined) return undefined;
  const found = findResource(s, id);
  if (found === undefined || found.id === id) return found;
  return topOf(found, false);
}

/** The resource, template or tag with this id; undefined when there is no such id or nothing is behind it. */
export function resolveReference(s: ClusterModel, id: string): ConstraintTarget | undefined {
  const rsc = findConstraintResource(s, id);
  if (rsc !== undefined) return { kind: "resource", rsc };
  const ids = s.templates.get(id) ?? s.tags.get(id);
  return ids === undefined || ids.length === 0 ? undefined : { kind: "several", ids };
}

/** The resource a `resource_ref` names; a note is made of one that does not exist. */
export function referencedResource(s: ClusterModel, set: Element, ref: Element): Resource | undefined {
  const rsc = findConstraintResource(s, idOf(ref));
  if (rsc === undefined) s.problems.push(`${idOf(set)}: No resource found for ${idOf(ref)}`);
  return rsc;
}

/** All members of a resource set in document order, or `undefined` when one of them does not exist. */
export function setMembers(s: ClusterModel, set: Element): Resource[] | undefined {
  const members: Resource[] = [];
  for (const ref of elements(set, "resource_ref")) {
    const rsc = referencedResource(s, set, ref);
    if (rsc === undefined) return undefined;
    members.push(rsc);
  }
  return members;
}
