/** Removes resources, and all that names them. */

import { replaced, withConfigurationSection } from "../../cib/sections.ts";
import { type Element, elements, idOf, replaceChild, walk } from "../../cib/xml/tree.ts";
import { dropReferences } from "../../manifest/merge/removal.ts";
import { type FoundResource, isResourceElement, namedResource } from "./find-resource.ts";
import type { Verb } from "./verb.ts";

const NAMING = ["constraints", "fencing-topology", "tags"] as const;

/**
 * Without a resource, what it holds, a clone or group that would be left empty, and the constraints, levels and places in
 * sets and tags that name any of them.
 * @param forGood false for a resource that only leaves its place: what names it stays
 */
export function withoutResource(cib: Element, { element, within }: FoundResource, forGood = true): Element {
  const gone = outermostLeftEmpty(element, within);
  const staying = forGood ? new Set<string>() : new Set(walk(element).filter(isResourceElement).map(idOf));
  const ids = new Set(
    [...walk(gone)]
      .filter(isResourceElement)
      .map(idOf)
      .filter((id) => !staying.has(id)),
  );
  const without = replaced(cib, gone, undefined);
  return NAMING.reduce((c, section) => withConfigurationSection(c, section, (s) => dropReferences(s, ids)), without);
}

/** A bundle may be empty; a clone or a group is nothing without members. */
function outermostLeftEmpty(element: Element, within: readonly Element[]): Element {
  const parent = within.at(-1);
  if (parent === undefined || parent.name === "bundle") return element;
  const left = elements(replaceChild(parent, element, undefined)).filter(isResourceElement);
  return left.length > 0 ? element : outermostLeftEmpty(parent, within.slice(0, -1));
}

export function removeResources(names: readonly string[]): Verb {
  return {
    name: "resource remove",
    steps: names.map((object) => ({
      object,
      edit: (cib) => withoutResource(cib, namedResource(cib, object)),
      done: "is removed, with the constraints that name it",
      already: "is removed",
    })),
    wanted: { resources: [] },
  };
}
