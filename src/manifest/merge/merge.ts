/**
 * Puts what a manifest declares into a CIB, and takes out what it declared before and no longer does, together with
 * the constraints, levels and tags that name it. All else stays as it is: agents' attributes and property sets, other
 * tools' resources, `cli-*` constraints, what operators set. Nodes are members of the cluster, not objects of the
 * manifest: new ones are added, none is removed.
 */
import {
  child,
  type Element,
  element,
  elements,
  get,
  idOf,
  replaceChild,
  walk,
  withChildren,
  type XmlNode,
} from "../../cib/xml/tree.ts";
import type { Compiled } from "../compile/compile.ts";
import { type SettingSection, settingsOf } from "../model/settings.ts";
import { mergeNodes } from "./nodes.ts";
import { insertMissing, overlay } from "./overlay.ts";
import { ownedIds, withOwnedIds } from "./ownership.ts";
import { mergePairs, type PairSet } from "./pairs.ts";
import { dropReferences } from "./removal.ts";
import { wordsOf } from "./schema-words.ts";
import { fitSettings, SECTION_OF } from "./settings.ts";

/** In the order in which Pacemaker writes them; a schema accepts any. */
const SECTIONS = [
  "crm_config",
  "nodes",
  "resources",
  "constraints",
  "tags",
  "fencing-topology",
  "op_defaults",
  "rsc_defaults",
];

const SET_OF: Readonly<Record<SettingSection, PairSet>> = {
  properties: { tag: "cluster_property_set", id: "cib-bootstrap-options", adopts: false },
  "resource-defaults": { tag: "meta_attributes", id: "rsc_defaults-options", adopts: false },
  "operation-defaults": { tag: "meta_attributes", id: "op_defaults-options", adopts: false },
};

/**
 * @param cib the whole CIB as it is; `emptyCib()` to begin with
 * @returns the whole CIB as it should be: the same status, and the same versions, which the commit will raise
 */
export function merge(cib: Element, compiled: Compiled): Element {
  const before = child(cib, "configuration") ?? element("configuration");
  const owned = ownedIds(before);
  const words = wordsOf(get(cib, "validate-with"));
  const ids: string[] = [];
  const own = (id: string): void => void ids.push(id);

  let configuration = before;
  const edit = (name: string, change: (section: Element) => Element): void => {
    configuration = withSection(configuration, name, change);
  };
  const { given } = fitSettings(before, compiled.settings);
  const mergeSettings = (section: SettingSection): void =>
    edit(SECTION_OF[section], (s) => mergePairs(s, SET_OF[section], settingsOf(given, section), owned, own));
  mergeSettings("properties");
  edit("nodes", (s) => mergeNodes(s, compiled.nodes, owned, own));
  const gone = removedResources(configuration, compiled, owned);
  edit("resources", (s) => mergeList(s, compiled.resources.map(words), owned, own));
  edit("constraints", (s) => dropReferences(s, gone));
  edit("constraints", (s) => mergeList(s, compiled.constraints.map(words), owned, own));
  edit("fencing-topology", (s) => dropReferences(s, gone));
  edit("fencing-topology", (s) => mergeList(s, compiled.levels, owned, own));
  mergeSettings("resource-defaults");
  mergeSettings("operation-defaults");
  edit("tags", (s) => dropReferences(s, gone));
  edit("tags", (s) => withOwnedIds(s, ids));
  return configuration === before ? cib : withConfiguration(cib, before, configuration);
}

function withConfiguration(cib: Element, before: Element, after: Element): Element {
  if (!cib.children.includes(before)) return { ...cib, children: [after, ...cib.children] };
  return replaceChild(cib, before, after);
}

/** Sections that every configuration has. */
const REQUIRED: ReadonlySet<string> = new Set(["crm_config", "nodes", "resources", "constraints"]);

/** With one section changed, which is made when it is not there and becomes needed, and goes with the last in it. */
function withSection(configuration: Element, name: string, change: (section: Element) => Element): Element {
  const section = child(configuration, name);
  if (section !== undefined) {
    const changed = change(section);
    const emptied = changed.children.length === 0 && section.children.length > 0 && !REQUIRED.has(name);
    if (!emptied) return replaceChild(configuration, section, changed);
    return withChildren(
      configuration,
      configuration.children.filter((c) => c !== section),
    );
  }
  const made = change(element(name));
  if (made.children.length === 0) return configuration;
  const rank = (node: XmlNode): number => (node.kind === "element" ? SECTIONS.indexOf(node.name) : -1);
  const at = configuration.children.findIndex((c) => rank(c) > SECTIONS.indexOf(name));
  const children = [...configuration.children];
  children.splice(at === -1 ? children.length : at, 0, made);
  return { ...configuration, children };
}

/** Objects with ids of their own, such as resources: replaced, added, and removed when they were the manifest's. */
function mergeList(
  section: Element,
  wanted: readonly Element[],
  owned: ReadonlySet<string>,
  own: (id: string) => void,
): Element {
  const byId = new Map(wanted.map((e) => [idOf(e), e]));
  const present = new Set(elements(section).map(idOf));
  const kept = section.children.flatMap((node): readonly XmlNode[] => {
    if (node.kind !== "element") return [node];
    const want = byId.get(idOf(node));
    if (want === undefined) return owned.has(idOf(node)) ? [] : [node];
    return [want.name === node.name ? overlay(node, want) : want];
  });
  for (const e of wanted) own(idOf(e));
  return withChildren(
    section,
    insertMissing(kept, wanted, (e) => present.has(idOf(e)), idOf),
  );
}

/** Ids of resources that are about to go, and of what is inside them, unless the manifest has them elsewhere. */
function removedResources(configuration: Element, compiled: Compiled, owned: ReadonlySet<string>): ReadonlySet<string> {
  const wanted = new Set(compiled.resources.flatMap((r) => [...walk(r)].map(idOf)));
  const gone = new Set<string>();
  const resources = child(configuration, "resources");
  for (const resource of resources === undefined ? [] : elements(resources)) {
    if (!owned.has(idOf(resource)) && !wanted.has(idOf(resource))) continue;
    for (const e of walk(resource)) {
      const id = get(e, "id");
      if (id !== undefined && !wanted.has(id)) gone.add(id);
    }
  }
  return gone;
}
