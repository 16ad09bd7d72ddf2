/** The variables of the role ha_cluster as a manifest in the CIB's own words, with ids as the role, by pcs, would give them. */
import type { Problem } from "../../../cib/problem.ts";
import { isSecretParameter } from "../../../cib/secret-text.ts";
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { didYouMean } from "../../../cib/value/nearest.ts";
import { readManifest } from "../../manifest.ts";
import { type Located, Problems } from "../../read/shape.ts";
import { parseYaml } from "../../read/yaml.ts";
import { type Plain, type PlainMap, plainMap, unlessEmpty } from "../../words/plain.ts";
import { type Commented, plainSection, type Section, yamlText } from "../yaml-text.ts";
import { constraintsOf } from "./constraints.ts";
import { textMap } from "./settings.ts";
import {
  type DeclaredBundle,
  type DeclaredPrimitive,
  NOT_CONVERTED,
  type SettingSets,
  type Variables,
  variables,
} from "./variables.ts";

export type ManifestText =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      /** What their places are in: the variables, or the manifest that would come of them. */
      readonly about: string;
    };

/** @param file named in the problems */
export function manifestOfVariables(text: string, file?: string): ManifestText {
  const read = parseYaml(text, file);
  if (!read.ok) return { ...read, about: text };
  const problems = new Problems();
  const said = variables.read(read.value, problems);
  if (said === undefined || problems.list.length > 0) return { ok: false, problems: problems.list, about: text };
  const made = yamlText(new Conversion(said, problems).sections());
  if (problems.list.length > 0) return { ok: false, problems: problems.list, about: text };
  // What the role hands to pcs unread, such as rules and names of options, is read here.
  const checked = readManifest(made, "the manifest that would come of it");
  return checked.ok ? { ok: true, text: made } : { ...checked, about: made };
}

/** A class because what cannot be said, and secrets, come last. */
class Conversion {
  readonly #said: Variables;
  readonly #problems: Problems;
  readonly #left: string[] = [];
  readonly #secrets = new Set<string>();
  /** Not yet in a group, clone or bundle. */
  readonly #primitives: Map<string, DeclaredPrimitive>;

  constructor(said: Variables, problems: Problems) {
    this.#said = said;
    this.#problems = problems;
    this.#primitives = new Map((said.ha_cluster_resource_primitives ?? []).map((p) => [p.id.value, p]));
  }

  sections(): readonly Section[] {
    const said = this.#said;
    const name = said.ha_cluster_cluster_name;
    const properties = this.#set(said.ha_cluster_cluster_properties, "ha_cluster_cluster_properties");
    const resources = this.#resources();
    const constraints = constraintsOf(said);
    const levels = this.#levels();
    for (const other of ["ha_cluster", ...NOT_CONVERTED.map((key) => `ha_cluster_${key}`)])
      if (said.keys.has(other)) this.#left.push(other);
    const secrets = [...this.#secrets].map(
      (secret): Commented => ({
        key: secret,
        value: plainMap({ file: `/etc/holdfast/secrets/${secret}` }),
        comments: [],
      }),
    );
    const of = (key: string, plain: Plain): Section[] =>
      plain instanceof Map && plain.size === 0 ? [] : [plainSection(key, plain)];
    return [
      ...(name === undefined ? [] : of("cluster", name)),
      this.#nodes(),
      ...of("properties", properties),
      ...this.#defaults("resource-defaults", said.ha_cluster_resource_defaults),
      ...this.#defaults("operation-defaults", said.ha_cluster_resource_operation_defaults),
      ...of("resources", resources),
      ...(constraints.length === 0 ? [] : of("constraints", constraints)),
      ...(levels.length === 0 ? [] : of("fencing-levels", levels)),
      ...(secrets.length === 0 ? [] : [{ key: "secrets", comments: [SECRETS], entries: secrets }]),
      ...(this.#left.length === 0
        ? []
        : [{ key: "", comments: ["Not said here:", ...this.#left.map((l) => `- ${l}`)], entries: null }]),
    ];
  }

  #nodes(): Section {
    const entries = (this.#said.ha_cluster_node_options ?? []).map((node): Commented => {
      const of = (sets: SettingSets | undefined, what: string): PlainMap | undefined =>
        unlessEmpty(this.#set(sets, `${what} of ${node.node_name}`));
      const own = plainMap({
        attributes: of(node.attributes, "attributes"),
        utilization: of(node.utilization, "utilization"),
      });
      return { key: node.node_name, value: own.size === 0 ? null : own, comments: [] };
    });
    if (entries.length === 0) return plainSection("nodes", []);
    return { key: "nodes", comments: [], entries };
  }

  /** The first set: the role takes no other. */
  #set(sets: SettingSets | undefined, what: string): PlainMap {
    if ((sets?.length ?? 0) > 1) this.#left.push(`${what}: sets after the first, which the role does not take either`);
    return textMap(sets?.[0]?.attrs);
  }

  #defaults(key: string, said: Variables["ha_cluster_resource_defaults"]): Section[] {
    const sets = (said?.meta_attrs ?? []).map((set) =>
      plainMap({ id: set.id, rule: set.rule, score: set.score, values: textMap(set.attrs) }),
    );
    const [only] = sets;
    if (only === undefined) return [];
    return [plainSection(key, sets.length === 1 && only.size === 1 ? (only.get("values") ?? null) : sets)];
  }

  #resources(): PlainMap {
    const said = this.#said;
    const tops = new Map<string, PlainMap>();
    const groups = (said.ha_cluster_resource_groups ?? []).map((group): [string, PlainMap] => {
      const members = group.resource_ids.flatMap((id) => this.#taken(id));
      const meta = unlessEmpty(this.#set(group.meta_attrs, `meta_attrs of ${group.id.value}`));
      return [group.id.value, plainMap({ group: new Map(members), meta })];
    });
    const inGroups = new Map(groups);
    for (const bundle of said.ha_cluster_resource_bundles ?? []) tops.set(bundle.id.value, this.#bundle(bundle));
    for (const clone of said.ha_cluster_resource_clones ?? []) {
      const id = clone.resource_id.value;
      const group = inGroups.get(id);
      inGroups.delete(id);
      const inner = group === undefined ? this.#taken(clone.resource_id) : [[id, group] as const];
      const meta = unlessEmpty(this.#set(clone.meta_attrs, `meta_attrs of the clone of ${id}`));
      const key = parseBoolean(clone.promotable ?? "false") === true ? "promotable" : "clone";
      tops.set(clone.id?.value ?? `${id}-clone`, plainMap({ [key]: new Map(inner), meta }));
    }
    const single = [...this.#primitives.values()].map((p): [string, PlainMap] => [p.id.value, this.#primitive(p)]);
    return new Map([...single, ...inGroups, ...tops]);
  }

  /** A primitive that goes into something else. */
  #taken(id: Located<string>): (readonly [string, PlainMap])[] {
    const found = this.#primitives.get(id.value);
    if (found === undefined) {
      const hint = didYouMean(id.value, this.#primitives.keys());
      this.#problems.add("unknown-resource", id.at, `no primitive "${id.value}" is left to put here`, hint);
      return [];
    }
    this.#primitives.delete(id.value);
    return [[id.value, this.#primitive(found)]];
  }

  #primitive(p: DeclaredPrimitive): PlainMap {
    const id = p.id.value;
    if (!p.agent.value.includes(":"))
      this.#problems.add(
        "bad-value",
        p.agent.at,
        `expected the agent with its class, found "${p.agent.value}"`,
        `ocf:heartbeat:${p.agent.value}, systemd:… or stonith:…`,
      );
    const parameters = new Map<string, Plain>();
    for (const [key, text] of this.#set(p.instance_attrs, `instance_attrs of ${id}`)) {
      const secret = `${id}-${key}`;
      if (isSecretParameter(key)) this.#secrets.add(secret);
      parameters.set(key, isSecretParameter(key) ? plainMap({ secret }) : text);
    }
    if (parseBoolean(p.copy_operations_from_agent ?? "true") === true)
      this.#left.push(`${id}: operations that the role copies from the agent's metadata (copy_operations_from_agent)`);
    const operations = new Map<string, Plain[]>();
    for (const { action, attrs } of p.operations ?? []) {
      const keys = textMap(attrs);
      const checks = keys.get("OCF_CHECK_LEVEL");
      const own = new Map([...keys].filter(([key]) => key !== "OCF_CHECK_LEVEL"));
      if (checks !== undefined) own.set("parameters", plainMap({ OCF_CHECK_LEVEL: checks }));
      operations.set(action, [...(operations.get(action) ?? []), own]);
    }
    return plainMap({
      agent: p.agent.value,
      parameters: unlessEmpty(parameters),
      meta: unlessEmpty(this.#set(p.meta_attrs, `meta_attrs of ${id}`)),
      utilization: unlessEmpty(this.#set(p.utilization, `utilization of ${id}`)),
      operations: unlessEmpty(
        new Map([...operations].map(([key, all]) => [key, all.length === 1 ? (all[0] ?? null) : all])),
      ),
    });
  }

  #bundle(bundle: DeclaredBundle): PlainMap {
    const id = bundle.id.value;
    const mounts = (bundle.storage_map ?? []).map(({ value: words }, i): [string, Plain] => {
      const said = textMap(words);
      const made = i === 0 ? `${id}-storage-map` : `${id}-storage-map-${i}`;
      const keys = [...said]
        .filter(([key]) => key !== "id")
        .map(([key, text]): [string, Plain] => [MOUNT.get(key) ?? key, text]);
      return [String(said.get("id") ?? made), new Map(keys)];
    });
    const ports = (bundle.port_map ?? []).map(({ value: words }) => {
      const said = textMap(words);
      const inner = said.get("internal-port");
      return String(said.get("range") ?? `${said.get("port")}${inner === undefined ? "" : `:${inner}`}`);
    });
    return plainMap({
      bundle: new Map([
        ...plainMap({ runtime: bundle.container.type }),
        ...textMap(bundle.container.options),
        ...textMap(bundle.network_options),
        ...plainMap({
          ports: ports.length === 0 ? undefined : ports,
          mounts: mounts.length === 0 ? undefined : new Map(mounts),
        }),
      ]),
      resource: bundle.resource_id === undefined ? undefined : new Map(this.#taken(bundle.resource_id)),
      meta: unlessEmpty(this.#set(bundle.meta_attrs, `meta_attrs of ${id}`)),
    });
  }

  #levels(): readonly PlainMap[] {
    return (this.#said.ha_cluster_stonith_levels ?? []).map((l) =>
      plainMap({
        target: l.target,
        pattern: l.target_pattern,
        attribute: l.target_attribute,
        value: l.target_value,
        level: String(l.level),
        devices: l.resource_ids.map(({ value }) => value),
      }),
    );
  }
}

const SECRETS = "Values are not printed. Write each into its file, readable for root alone, before you apply this.";

const MOUNT: ReadonlyMap<string, string> = new Map([
  ["source-dir", "source"],
  ["source-dir-root", "source-root"],
  ["target-dir", "target"],
]);
