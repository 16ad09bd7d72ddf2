/**
 * Takes objects out of the list of what the manifest governs; nothing else of the cluster changes. A resource goes with all
 * that its line in a manifest made besides: its constraints, its places in fencing levels, the node attributes that its
 * location rules test. Left in the list, they would be removed by the next manifest, which no longer has them.
 */
import { child, type Element, elements, get, idOf, replaceChild, walk } from "../../cib/xml/tree.ts";
import { ownedIds, withOwnedIds } from "./ownership.ts";

const SETTINGS = ["crm_config", "rsc_defaults", "op_defaults"];

/**
 * @param name of a resource, a constraint or another object by id, a property or a default
 * @returns the ids that the manifest governs and that go with the name, in the order of the list
 */
export function ownedWith(configuration: Element, name: string): readonly string[] {
  const owned = ownedIds(configuration);
  const gone = new Set([name, ...settingsNamed(configuration, name)]);
  const resource = sectionOf(configuration, "resources").find((e) => idOf(e) === name);
  if (resource !== undefined) {
    const inside = new Set([...walk(resource)].map(idOf));
    for (const constraint of sectionOf(configuration, "constraints")) {
      if (!namesOf(constraint).some((id) => inside.has(id))) continue;
      gone.add(idOf(constraint));
      const attributes = new Set([...walk(constraint)].flatMap((e) => get(e, "attribute") ?? []));
      for (const id of nodeAttributes(configuration, attributes)) gone.add(id);
    }
    for (const level of sectionOf(configuration, "fencing-topology")) {
      const devices = (get(level, "devices") ?? "").split(",").map((d) => d.trim());
      if (devices.some((d) => inside.has(d))) gone.add(idOf(level));
    }
  }
  return [...owned].filter((id) => gone.has(id));
}

/** The configuration without these ids in its list. */
export function disown(configuration: Element, ids: readonly string[]): Element {
  const tags = child(configuration, "tags");
  if (tags === undefined || ids.length === 0) return configuration;
  const left = [...ownedIds(configuration)].filter((id) => !ids.includes(id));
  return replaceChild(configuration, tags, withOwnedIds(tags, left));
}

function sectionOf(configuration: Element, name: string): readonly Element[] {
  const section = child(configuration, name);
  return section === undefined ? [] : elements(section);
}

/** The resources that a constraint names. */
function namesOf(constraint: Element): readonly string[] {
  const ends = ["rsc", "with-rsc", "first", "then"].flatMap((end) => get(constraint, end) ?? []);
  const members = [...walk(constraint)].filter((e) => e.name === "resource_ref").map(idOf);
  return [...ends, ...members];
}

function settingsNamed(configuration: Element, name: string): readonly string[] {
  return SETTINGS.flatMap((section) => sectionOf(configuration, section))
    .flatMap((set) => elements(set, "nvpair"))
    .filter((pair) => get(pair, "name") === name)
    .map(idOf);
}

function nodeAttributes(configuration: Element, names: ReadonlySet<string>): readonly string[] {
  return sectionOf(configuration, "nodes")
    .flatMap((node) => [...walk(node)])
    .filter((e) => e.name === "nvpair" && names.has(get(e, "name") ?? ""))
    .map(idOf);
}
