/**
 * The resource that a name means, in the configuration: a group, clone or bundle, a primitive wherever it stands, or one
 * numbered instance of a clone, which means all of them.
 */

import { withoutInstanceNumber } from "../../cib/instance-name.ts";
import { RESOURCES } from "../../cib/resource-elements.ts";
import { descend, type Element, elements, idOf } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { missing } from "../../cluster/missing.ts";

const COLLECTIVES: ReadonlySet<string> = new Set(["clone", "master", "bundle"]);

export interface FoundResource {
  readonly element: Element;
  /** What it stands in, outermost first: a group, a clone, a bundle. */
  readonly within: readonly Element[];
}

export function allResources(cib: Element): FoundResource[] {
  const section = descend(cib, "configuration", "resources");
  const below = (e: Element, within: readonly Element[]): FoundResource[] =>
    elements(e)
      .filter(isResourceElement)
      .flatMap((c) => [{ element: c, within }, ...below(c, [...within, c])]);
  return section === undefined ? [] : below(section, []);
}

/** Throws `missing` for an unknown name, with the nearest one. */
export function namedResource(cib: Element, name: string): FoundResource {
  const all = allResources(cib);
  const found =
    all.find(({ element }) => idOf(element) === name) ??
    all.find(({ element, within }) => within.length > 0 && idOf(element) === withoutInstanceNumber(name));
  if (found !== undefined) return found;
  const bundle = all.find(({ element }) => element.name === "bundle" && name.startsWith(`${idOf(element)}-`));
  const message = `there is no resource "${name}"`;
  if (bundle === undefined)
    throw missing(
      message,
      name,
      all.map(({ element }) => idOf(element)),
    );
  throw new HoldfastError("missing", message, {
    hint: `what a bundle makes of itself is configured by the bundle: ${idOf(bundle.element)}`,
  });
}

/** What its switches stand on: of what a clone or bundle holds that clone or bundle, as with `crm_resource`. */
export function switchedElement({ element, within }: FoundResource): Element {
  const parent = within.at(-1);
  return parent !== undefined && COLLECTIVES.has(parent.name) ? parent : element;
}

export const isResourceElement = (e: Element): boolean => RESOURCES.has(e.name);

/** The resources inside an element. */
export function resourcesIn(element: Element): Element[] {
  return elements(element)
    .filter(isResourceElement)
    .flatMap((c) => [c, ...resourcesIn(c)]);
}
