/** A CIB as rules read it: its parts by name, each resource with its parameters, meta attributes and operations. */
import { agentWord } from "../../../cib/agent-word.ts";
import { HOLDERS } from "../../../cib/resource-elements.ts";
import { clusterProperty } from "../../../cib/value/property.ts";
import { child, descend, type Element, elements, get, idOf, walk } from "../../../cib/xml/tree.ts";

export interface PrimitiveFacts {
  readonly element: Element;
  readonly id: string;
  /** `ocf:heartbeat:IPaddr2`. */
  readonly agent: string;
  readonly type: string;
  readonly stonith: boolean;
  readonly parameters: ReadonlyMap<string, string>;
  /** Its own, then those of what it is in. */
  readonly meta: ReadonlyMap<string, string>;
  readonly operations: readonly Element[];
  /** What it is in, innermost first. */
  readonly within: readonly Element[];
}

export interface LintFacts {
  readonly cib: Element;
  /** The elements of a section of the configuration. */
  readonly section: (name: string) => readonly Element[];
  /** By its present name. */
  readonly property: (name: string) => string | undefined;
  /** The pair that sets it; else the section, else the CIB. */
  readonly propertyAt: (...names: readonly string[]) => Element;
  readonly primitives: readonly PrimitiveFacts[];
  /** Of those, the fence devices. */
  readonly devices: readonly PrimitiveFacts[];
  /** Groups, clones and bundles, at any depth. */
  readonly collectives: readonly Element[];
  /** Ids of everything a constraint may name. */
  readonly ids: ReadonlySet<string>;
  /** Full members by the configuration. */
  readonly nodes: readonly string[];
  /** `rsc_defaults`, pairs without a rule. */
  readonly resourceDefaults: ReadonlyMap<string, string>;
}

export function lintFacts(cib: Element): LintFacts {
  const sectionOf = (name: string): Element | undefined => descend(cib, "configuration", name);
  const section = (name: string): Element[] => {
    const found = sectionOf(name);
    return found === undefined ? [] : elements(found);
  };
  const resources = sectionOf("resources");
  const all = resources === undefined ? [] : [...walk(resources)];
  const templates = new Map(all.filter((e) => e.name === "template").map((e) => [idOf(e), e]));
  const defaults = pairsWithout(sectionOf("rsc_defaults"), "meta_attributes");
  const primitives = resources === undefined ? [] : primitivesIn(resources, [], { templates, defaults });
  const tags = section("tags");
  return {
    cib,
    section,
    property: (name) => clusterProperty(cib, name),
    propertyAt: (...names) => {
      const config = sectionOf("crm_config");
      const pairs = config === undefined ? [] : [...walk(config)].filter((e) => e.name === "nvpair");
      return pairs.find((e) => names.includes(get(e, "name") ?? "")) ?? config ?? cib;
    },
    primitives,
    devices: primitives.filter(({ stonith }) => stonith),
    collectives: all.filter((e) => HOLDERS.has(e.name)),
    ids: new Set([...all.map(idOf), ...tags.map(idOf)]),
    nodes: section("nodes")
      .filter((n) => !["remote", "ping"].includes(get(n, "type") ?? ""))
      .map((n) => get(n, "uname") ?? idOf(n)),
    resourceDefaults: defaults,
  };
}

interface Shared {
  readonly templates: ReadonlyMap<string, Element>;
  readonly defaults: ReadonlyMap<string, string>;
}

function primitivesIn(parent: Element, within: readonly Element[], shared: Shared): PrimitiveFacts[] {
  return elements(parent).flatMap((e) => {
    if (HOLDERS.has(e.name)) return primitivesIn(e, [e, ...within], shared);
    return e.name === "primitive" ? [primitiveFacts(e, within, shared)] : [];
  });
}

function primitiveFacts(element: Element, within: readonly Element[], { templates, defaults }: Shared): PrimitiveFacts {
  const template = templates.get(get(element, "template") ?? "");
  const from = (name: string): string | undefined => get(element, name) ?? (template && get(template, name));
  const sources = [element, ...(template === undefined ? [] : [template])];
  const merged = (tag: string, holders: readonly Element[]): Map<string, string> =>
    new Map(holders.toReversed().flatMap((e) => [...pairsWithout(e, tag)]));
  const operations = sources.flatMap((e) => elements(e, "operations").flatMap((o) => elements(o, "op")));
  return {
    element,
    id: idOf(element),
    agent: agentWord(from),
    type: from("type") ?? "",
    stonith: from("class") === "stonith",
    parameters: merged("instance_attributes", sources),
    meta: new Map([...defaults, ...merged("meta_attributes", [...sources, ...within])]),
    operations,
    within,
  };
}

/** The pairs of the sets that always count; of a name the first. */
export function pairsWithout(holder: Element | undefined, tag: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const set of holder === undefined ? [] : elements(holder, tag)) {
    if (child(set, "rule") !== undefined) continue;
    for (const pair of elements(set, "nvpair")) {
      const [name, value] = [get(pair, "name"), get(pair, "value")];
      if (name !== undefined && value !== undefined && !pairs.has(name)) pairs.set(name, value);
    }
  }
  return pairs;
}

/** The pair of that name in an element's sets. */
export function pairIn(holder: Element, name: string): Element | undefined {
  return [...walk(holder)].find((e) => e.name === "nvpair" && get(e, "name") === name);
}
