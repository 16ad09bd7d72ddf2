/**
 * Puts what a manifest declares into a CIB, and takes out what it declared before and no longer does, together with
 * the constraints, levels and tags that name it. All else stays as it is: agents' attributes and property sets, other
 * tools' resources, `cli-*` constraints, what operators set. Nodes are members of the cluster, not objects of the
 * manifest: new ones are added, none is removed.
 */
import { SECTIONS } from "../../cib/sections.ts";
import {
  child,
  type Element,
  element,
  elements,
  get,
  idOf,
  replaceChild,
  withChildren,
  type XmlNode,
} from "../../cib/xml/tree.ts";
import type { Compiled } from "../compile/compile.ts";
import { type SettingSection, settingsOf } from "../model/settings.ts";
import { mergeNodes } from "./nodes.ts";
import { insertMissing, isSame, overlay } from "./overlay.ts";
import { ownedIds, withOwnedIds } from "./ownership.ts";
import { mergePairs, type PairSet } from "./pairs.ts";
import { dropReferences } from "./removal.ts";
import { goneResources, mergeResources } from "./resources.ts";
import { wordsOf } from "./schema-words.ts";
import { fitSettings, SECTION_OF } from "./settings.ts";

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
  const of = (name: string): readonly Element[] => [
    ...(compiled.own.get(name) ?? []).map(words),
    ...(compiled.raw.get(name) ?? []),
  ];
  const exact = new Set([...compiled.raw.values()].flat());
  const list = (name: string, wanted: readonly Element[]): void =>
    edit(name, (s) => mergeList(s, wanted, { owned, own, exact }));
  list("crm_config", of("crm_config"));
  const resources = [...compiled.resources.map(words), ...(compiled.raw.get("resources") ?? [])];
  edit("resources", (s) => mergeResources(s, resources, owned, exact));
  for (const resource of resources) own(idOf(resource));
  const gone = goneResources(child(before, "resources"), child(configuration, "resources"));
  edit("constraints", (s) => dropReferences(s, gone));
  list("constraints", [...compiled.constraints.map(words), ...of("constraints")]);
  edit("fencing-topology", (s) => dropReferences(s, gone));
  list("fencing-topology", [...compiled.levels, ...of("fencing-topology")]);
  mergeSettings("resource-defaults");
  mergeSettings("operation-defaults");
  for (const name of ["rsc_defaults", "op_defaults", "acls", "alerts"]) list(name, of(name));
  edit("tags", (s) => dropReferences(s, gone));
  list("tags", of("tags"));
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
  const order: readonly string[] = SECTIONS;
  const rank = (node: XmlNode): number => (node.kind === "element" ? order.indexOf(node.name) : -1);
  const at = configuration.children.findIndex((c) => rank(c) > order.indexOf(name));
  const children = [...configuration.children];
  children.splice(at === -1 ? children.length : at, 0, made);
  return { ...configuration, children };
}

interface Ownership {
  readonly owned: ReadonlySet<string>;
  readonly own: (id: string) => void;
  /** Elements that go into the CIB as they are. */
  readonly exact: ReadonlySet<Element>;
}

/** Objects with ids of their own, such as resources: replaced, added, and removed when they were the manifest's. */
function mergeList(section: Element, wanted: readonly Element[], { owned, own, exact }: Ownership): Element {
  const byId = new Map(wanted.map((e) => [idOf(e), e]));
  const present = new Set(elements(section).map(idOf));
  const kept = section.children.flatMap((node): readonly XmlNode[] => {
    if (node.kind !== "element") return [node];
    const want = byId.get(idOf(node));
    if (want === undefined) return owned.has(idOf(node)) ? [] : [node];
    if (exact.has(want)) return [isSame(node, want) ? node : want];
    return [want.name === node.name ? overlay(node, want) : want];
  });
  for (const e of wanted) own(idOf(e));
  return withChildren(
    section,
    insertMissing(kept, wanted, (e) => present.has(idOf(e)), idOf),
  );
}
