/** The pairs of resources: switches that hold for a whole resource, and single meta attributes, parameters, utilization. */
import { replaced } from "../../cib/sections.ts";
import { rewriteRoot } from "../../cib/xml/rewrite.ts";
import { type Element, get, idOf } from "../../cib/xml/tree.ts";
import { isResourceElement, namedResource, resourcesIn, switchedElement } from "./find-resource.ts";
import { ownPairs, withPair } from "./pairs.ts";

const META = "meta_attributes";

/**
 * Sets a meta attribute that holds for a whole resource: of an instance on its clone or bundle, as `crm_resource` does,
 * and on what is inside too where that has a value of its own, which would go before it.
 */
export function withSwitch(cib: Element, resource: string, name: string, value: string): Element {
  const whole = switchedElement(namedResource(cib, resource));
  const contrary = resourcesIn(whole).filter((e) => ownPairs(e, META).some((p) => get(p, "name") === name));
  return withMeta(cib, [whole, ...contrary], name, value);
}

/** Removes it from all that decides for the resource: what is inside it, and the clone or bundle that it is an instance of. */
export function withoutSwitch(cib: Element, resource: string, name: string): Element {
  const found = namedResource(cib, resource);
  return withMeta(cib, [switchedElement(found), found.element, ...resourcesIn(found.element)], name, undefined);
}

function withMeta(cib: Element, resources: readonly Element[], name: string, value: string | undefined): Element {
  const ids = new Set(resources.map(idOf));
  return rewriteRoot(cib, (e) =>
    isResourceElement(e) && ids.has(idOf(e))
      ? withPair(cib, e, { tag: META, id: `${idOf(e)}-${META}` }, [name, value])
      : e,
  );
}

/** What a resource's pairs are called on the command line, and in the CIB. */
const PAIR_KINDS = { param: "instance_attributes", meta: META, utilization: "utilization" } as const;
export type PairKind = keyof typeof PAIR_KINDS;

/** Sets or removes one pair of exactly this resource. */
export function withResourcePair(
  cib: Element,
  resource: string,
  kind: PairKind,
  setting: readonly [name: string, value: string | undefined],
): Element {
  const { element } = namedResource(cib, resource);
  const tag = PAIR_KINDS[kind];
  return replaced(cib, element, withPair(cib, element, { tag, id: `${idOf(element)}-${tag}` }, setting));
}
