/**
 * A configuration as a manifest: of all of it, or of some resources with what is said of them. Laid over the cluster it
 * came from, the manifest changes nothing but who owns what.
 */

import { isOwnRecord } from "../../cib/own-records.ts";
import { RESOURCES_AND_TEMPLATES } from "../../cib/resource-elements.ts";
import { printXml } from "../../cib/xml/print.ts";
import { child, type Element, elements, get, idOf, walk, withChildren, type XmlNode } from "../../cib/xml/tree.ts";
import type { CorosyncModel } from "../../corosync/model.ts";
import { OWNERSHIP_TAG } from "../merge/ownership.ts";
import { ACL_WORDS } from "../words/acls.ts";
import { alert } from "../words/alerts.ts";
import { constraintWord } from "../words/constraint.ts";
import { fencingLevel, writeLevels } from "../words/fencing-levels.ts";
import { type Plain, plainMap } from "../words/plain.ts";
import { templateWord } from "../words/primitive.ts";
import { resourceWord } from "../words/resource.ts";
import { writeSets } from "../words/sets.ts";
import type { Surroundings } from "../words/word.ts";
import { type ImportedCorosync, importCorosync } from "./corosync.ts";
import { ALL_PARTS, partsThatDiffer } from "./known/check.ts";
import { type KnownParts, NOTHING_KNOWN, whatIsKnown } from "./known/known.ts";
import { nodesSection, pairsSaid } from "./nodes.ts";
import { sayNamed, sayObject } from "./object.ts";
import { isAgentsSet, isPacemakers, whyTemporary, withoutSwitches } from "./source/left-alone.ts";
import { whoMade } from "./source/owners.ts";
import { holdsSecret, Secrets, withReferences } from "./source/secrets.ts";
import { type Commented, plainSection, type Section, yamlText } from "./yaml-text.ts";

export interface Selection {
  /** The nodes' corosync.conf, which becomes a section. */
  readonly corosync?: CorosyncModel | undefined;
  /** Ids of resources; all there is without them. */
  readonly only?: readonly string[];
}

/**
 * Where the words of the catalogue, or another short word, come to something else than what is there, the CIB's own words
 * say it.
 * @param cib as it is in the cluster
 */
export function importManifest(cib: Element, selection: Selection = {}): string {
  const configuration = child(cib, "configuration");
  if (configuration === undefined) return yamlText([]);
  const without = new Set<string>();
  for (;;) {
    const importer = new Importer(configuration, selection, without);
    const text = yamlText(importer.sections());
    const wrong = importer.known === NOTHING_KNOWN ? [] : partsThatDiffer(cib, text, importer.known, importer.secrets);
    if (wrong.length === 0) return text;
    for (const part of wrong) without.add(part);
  }
}

/** A class because sections leave things for the last ones: secrets, and what has no words. */
class Importer {
  readonly #configuration: Element;
  readonly #only: ReadonlySet<string> | undefined;
  readonly #surroundings: Surroundings;
  readonly secrets = new Secrets();
  readonly known: KnownParts;
  readonly #raw = new Map<string, Element[]>();
  readonly #left: string[] = [];
  readonly #corosync: ImportedCorosync | undefined;

  constructor(configuration: Element, { only, corosync }: Selection, without: ReadonlySet<string>) {
    this.#corosync = corosync && importCorosync(corosync);
    this.#left.push(...(this.#corosync?.left ?? []));
    this.#configuration = configuration;
    this.#only = only === undefined || only.length === 0 ? undefined : new Set(only);
    const referred = new Set(walk(configuration).flatMap(references));
    this.#surroundings = { isReferred: (id) => referred.has(id) };
    const search = { configuration, secrets: this.secrets, without };
    this.known = this.#only === undefined && !without.has(ALL_PARTS) ? whatIsKnown(search, commentsOf) : NOTHING_KNOWN;
  }

  sections(): readonly Section[] {
    const parts = [
      ...(this.#only === undefined ? this.#cluster() : [plainSection("nodes", [])]),
      ...this.known.sections,
      ...this.#resources(),
      ...this.#constraints(),
      ...this.#levels(),
      ...(this.#only === undefined ? [...this.#tags(), ...this.#alerts(), ...this.#acls()] : []),
    ];
    return [...parts, ...this.#rawSection(), ...this.#secretSection(), ...this.#leftSection()];
  }

  #section(name: string): readonly Element[] {
    const section = child(this.#configuration, name);
    return section === undefined ? [] : elements(section);
  }

  #cluster(): Section[] {
    const sets = this.#section("crm_config");
    const name = sets.flatMap((set) => elements(set)).find((pair) => get(pair, "name") === "cluster-name");
    const { domain, first } = this.known;
    const called = name && get(name, "value");
    return [
      ...first.filter(({ key }) => key === "profile"),
      ...(domain !== undefined
        ? [plainSection("cluster", plainMap({ name: called, domain }))]
        : called === undefined
          ? []
          : [plainSection("cluster", called)]),
      ...first.filter(({ key }) => key !== "profile"),
      nodesSection(this.#section("nodes"), { known: this.known, corosync: this.#corosync, left: this.#left }),
      ...(this.#corosync === undefined ? [] : [plainSection("corosync", this.#corosync.entries)]),
      ...this.#properties(sets),
      ...this.#defaults("resource-defaults", "rsc_defaults"),
      ...this.#defaults("operation-defaults", "op_defaults"),
    ];
  }

  #properties(sets: readonly Element[]): Section[] {
    const agents = sets.filter(isAgentsSet);
    for (const set of agents) this.#left.push(`the property set ${idOf(set)}: an agent or a tool writes it`);
    const own = sets.filter((set) => !agents.includes(set));
    const plain = own.filter((set) => idOf(set) === PROPERTY_SET);
    const values = pairsSaid(plain, (name) => !isPacemakers(name) && !this.known.settings.has(`properties ${name}`));
    const others = own.filter((set) => !plain.includes(set) && elements(set).length > 0);
    if (others.length === 0) return values.size === 0 ? [] : [plainSection("properties", values)];
    const written = others.map((set) => writeSets([set], { isReferred: () => true }));
    if (written.includes(undefined)) return [plainSection("properties", values)];
    const first = values.size === 0 ? [] : [plainMap({ values })];
    return [
      plainSection("properties", [...first, ...written.flatMap((w) => (Array.isArray(w) ? (w as Plain[]) : []))]),
    ];
  }

  #defaults(key: string, section: string): Section[] {
    const known = (pair: XmlNode): boolean =>
      pair.kind === "element" && this.known.settings.has(`${key} ${get(pair, "name")}`);
    const sets = this.#section(section).flatMap((set) => {
      const left = set.children.filter((pair) => !known(pair));
      return left.length === set.children.length ? [set] : left.length === 0 ? [] : [withChildren(set, left)];
    });
    const said = writeSets(sets, this.#surroundings);
    return said === undefined || (sets.length === 0 && this.#section(section).length > 0)
      ? []
      : [plainSection(key, said)];
  }

  /** The resources that are asked for, wherever they stand. */
  #chosen(): readonly Element[] {
    const all = this.#section("resources").filter((e) => !this.known.partOf.has(idOf(e)));
    const only = this.#only;
    if (only === undefined) return all;
    const visit = (e: Element): readonly Element[] =>
      only.has(idOf(e))
        ? [e]
        : elements(e)
            .filter((c) => RESOURCES_AND_TEMPLATES.has(c.name))
            .flatMap(visit);
    const found = all.flatMap(visit);
    const templates = new Set(found.flatMap(walk).flatMap((e) => get(e, "template") ?? []));
    return all.filter((e) => e.name === "template" && templates.has(idOf(e)) && !only.has(idOf(e))).concat(found);
  }

  #resources(): Section[] {
    const sections = { templates: [] as Commented[], resources: [] as Commented[] };
    for (const e of this.#chosen()) {
      const { rest } = withoutSwitches(e);
      const hidden = this.secrets.hide(rest);
      const said = sayObject(e.name === "template" ? templateWord : resourceWord, hidden, this.#surroundings);
      if (said === undefined) this.#tellRaw("resources", e);
      else {
        const list = e.name === "template" ? sections.templates : sections.resources;
        list.push({ key: idOf(e), value: withReferences(said), comments: commentsOf(e) });
      }
    }
    return Object.entries(sections).flatMap(([key, entries]) =>
      entries.length > 0 ? [{ key, comments: [], entries }] : [],
    );
  }

  #constraints(): Section[] {
    const chosen = this.#only === undefined ? undefined : new Set(this.#chosen().flatMap(walk).map(idOf));
    const entries = this.#section("constraints").flatMap((e): Commented[] => {
      if (this.known.partOf.has(idOf(e))) return [];
      if (chosen !== undefined && !walk(e).some((part) => constrained(part).some((id) => chosen.has(id)))) return [];
      const why = whyTemporary(e);
      if (why !== undefined) {
        this.#left.push(`the constraint ${idOf(e)}: ${why}`);
        return [];
      }
      const [key, word] = constraintWord(e) ?? [];
      const said = word && sayNamed(word, e, this.#surroundings);
      if (said === undefined || key === undefined) this.#tellRaw("constraints", e);
      return said === undefined || key === undefined ? [] : [{ key: "", value: new Map([[key, said]]), comments: [] }];
    });
    return entries.length === 0 ? [] : [{ key: "constraints", comments: [], entries }];
  }

  #levels(): Section[] {
    const chosen = this.#only;
    const levels = this.#section("fencing-topology").filter(
      (e) =>
        !this.known.partOf.has(idOf(e)) &&
        (chosen === undefined || (get(e, "devices") ?? "").split(",").some((device) => chosen.has(device.trim()))),
    );
    if (levels.length === 0) return [];
    const map = writeLevels(levels);
    if (map !== undefined) return [plainSection("fencing-levels", map)];
    const said = levels.flatMap((e) => {
      const item = sayNamed(fencingLevel, e, this.#surroundings);
      if (item === undefined) this.#tellRaw("fencing-topology", e);
      return item ?? [];
    });
    return said.length === 0 ? [] : [plainSection("fencing-levels", said)];
  }

  #tags(): Section[] {
    const tags = this.#section("tags").filter((tag) => idOf(tag) !== OWNERSHIP_TAG);
    const said = new Map(tags.map((tag): [string, Plain] => [idOf(tag), elements(tag, "obj_ref").map(idOf)]));
    return said.size === 0 ? [] : [plainSection("tags", said)];
  }

  #alerts(): Section[] {
    const entries = this.#section("alerts").flatMap((e): Commented[] => {
      const said = sayObject(alert, this.secrets.hide(e), this.#surroundings);
      if (said === undefined) this.#tellRaw("alerts", e);
      return said === undefined ? [] : [{ key: idOf(e), value: withReferences(said), comments: [] }];
    });
    return entries.length === 0 ? [] : [{ key: "alerts", comments: [], entries }];
  }

  #acls(): Section[] {
    const said = new Map<string, Map<string, Plain>>();
    for (const e of this.#section("acls").filter((role) => !isOwnRecord(idOf(role)))) {
      const [key, word] = ACL_WORDS.get(e.name) ?? [];
      const value = word && sayObject(word, e, this.#surroundings);
      if (key === undefined || value === undefined) this.#tellRaw("acls", e);
      else said.set(key, (said.get(key) ?? new Map<string, Plain>()).set(idOf(e), value));
    }
    return said.size === 0 ? [] : [plainSection("acls", said)];
  }

  #tellRaw(section: string, e: Element): void {
    if (holdsSecret(e))
      this.#left.push(`${idOf(e)}: it holds a secret where a manifest cannot keep one; write it by hand`);
    else this.#raw.set(section, [...(this.#raw.get(section) ?? []), e]);
  }

  #rawSection(): Section[] {
    const said = new Map(
      [...this.#raw].map(([name, all]): [string, Plain] => [name, all.map((e) => printXml(e)).join("")]),
    );
    const comments = ["Said in a way that the manifest has no words for; it stays as it is."];
    return said.size === 0 ? [] : [{ key: "raw", comments, entries: said }];
  }

  #secretSection(): Section[] {
    const entries = this.secrets.found.map((name): Commented => {
      const file = `/etc/holdfast/secrets/${name}`;
      return { key: name, value: plainMap({ file }), comments: [] };
    });
    const comments = [
      "Values are not printed. Write each into its file, readable for root alone, before you apply this.",
    ];
    return entries.length === 0 ? [] : [{ key: "secrets", comments, entries }];
  }

  /** A comment at the end; a section of nothing else cannot be. */
  #leftSection(): Section[] {
    return this.#left.length === 0
      ? []
      : [{ key: "", comments: ["Left alone:", ...this.#left.map((l) => `- ${l}`)], entries: null }];
  }
}

/** Who makes a resource, and what operators have switched in it. */
function commentsOf(e: Element): readonly string[] {
  const { switched } = withoutSwitches(e);
  return [...whoMade(e), ...switched.map((how) => `${how}: operators switch that, so it is not said here`)];
}

const PROPERTY_SET = "cib-bootstrap-options";

function references(e: Element): readonly string[] {
  const reference = get(e, "id-ref");
  const tagged = e.name === "obj_ref" ? [idOf(e)] : e.name === "acl_permission" ? [get(e, "reference") ?? ""] : [];
  return reference === undefined ? tagged : [reference, ...tagged];
}

/** Ids of the resources that a part of a constraint names. */
function constrained(e: Element): readonly string[] {
  if (e.name === "resource_ref") return [idOf(e)];
  return ["rsc", "with-rsc", "first", "then"].flatMap((name) => get(e, name) ?? []);
}
