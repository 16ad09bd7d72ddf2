/** The verb that takes objects out of the manifest's care, and changes nothing else of them. */
import { child, type Element, idOf, replaceChild } from "../../cib/xml/tree.ts";
import { missing } from "../../cluster/missing.ts";
import { disown, ownedWith } from "../../manifest/merge/disown.ts";
import { ownedIds } from "../../manifest/merge/ownership.ts";
import { allResources } from "./find-resource.ts";
import type { Verb } from "./verb.ts";

export function disownObjects(names: readonly string[]): Verb {
  return {
    name: "disown",
    steps: names.map((object) => ({
      object,
      edit: (cib) => without(cib, object),
      done: "is no longer the manifest's; take it out of the file, or the next apply takes it over again",
      already: "is not the manifest's",
    })),
    wanted: { resources: [] },
  };
}

function without(cib: Element, name: string): Element {
  const configuration = child(cib, "configuration");
  if (configuration === undefined) return cib;
  const ids = ownedWith(configuration, name);
  if (ids.length > 0) return replaceChild(cib, configuration, disown(configuration, ids));
  if (allResources(cib).some(({ element }) => idOf(element) === name)) return cib;
  const known = new Set([...ownedIds(configuration), ...allResources(cib).map(({ element }) => idOf(element))]);
  throw missing(`the manifest has nothing called "${name}" in this cluster`, name, known);
}
