/**
 * docs/manifest.md, the reference of the manifest: its tables are those of the shapes (UPDATE_REFERENCE=1 writes them),
 * every manifest in it compiles, and the defaults and examples that the shapes give are true.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { emptyCib } from "../cib/empty.ts";
import { validateCib } from "../cib/validate.ts";
import { printXml } from "../cib/xml/print.ts";
import { CATALOGUE } from "./catalogue/catalogue.ts";
import { compile } from "./compile/compile.ts";
import { manifestSchema } from "./language/json-schema.ts";
import { manifestShape } from "./language/language.ts";
import { readManifest } from "./manifest.ts";
import { merge } from "./merge/merge.ts";
import { PROFILES } from "./profiles/profiles.ts";
import { type JsonSchema, Problems } from "./read/shape.ts";
import { parseYaml } from "./read/yaml.ts";

const PAGE = new URL("../../docs/manifest.md", import.meta.url);

interface Key {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** The maps of the language by what the reader calls them, such as "a node", with the keys each takes. */
function maps(schema: unknown, found = new Map<string, Map<string, Key>>()): Map<string, Map<string, Key>> {
  if (Array.isArray(schema)) for (const part of schema) maps(part, found);
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return found;
  const { title, properties, required, ...rest } = schema as JsonSchema;
  if (properties !== undefined) {
    const keys = found.get(String(title)) ?? new Map<string, Key>();
    found.set(String(title), keys);
    for (const [name, key] of Object.entries(properties as Record<string, JsonSchema>)) {
      keys.set(name, { name, schema: key, required: (required as string[]).includes(name) });
      maps(key, found);
    }
  }
  for (const [name, part] of Object.entries(rest)) if (name !== "examples") maps(part, found);
  return found;
}

const { title: _, ...root } = manifestSchema() as JsonSchema;
const MAPS = maps({ ...root, title: manifestShape.expected });

function flow(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();
}

function table(title: string): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|");
  const rows = [...(MAPS.get(title)?.values() ?? [])].map(({ name, schema, required }) => {
    const example = (schema.examples as unknown[] | undefined)?.[0];
    const cells = [
      `\`${name}\`${required ? " (required)" : ""}`,
      String(schema.title),
      schema.default === undefined ? "" : `\`${flow(schema.default)}\``,
      example === undefined ? "" : `\`${flow(example)}\``,
      String(schema.description),
    ];
    return `| ${cells.map(cell).join(" | ")} |`;
  });
  return ["| key | value | default | example | meaning |", "|---|---|---|---|---|", ...rows].join("\n");
}

const MARKED = /(<!-- keys: (.+) -->\n)[\s\S]*?(\n<!-- end -->)/g;

/** The sentence of the page that names what the catalogue has. */
const CATALOGUED = /The catalogue has [^.]+, each as TripleO makes it\./g;
const [last = "", ...names] = [...CATALOGUE.keys()].toReversed();
const catalogued = `The catalogue has ${names.toReversed().join(", ")} and ${last}, each as TripleO makes it.`;

const PROFILED = /(<!-- profiles -->\n)[\s\S]*?(<!-- end -->)/;

function profileTable(): string {
  const rows = [...PROFILES].map(([name, { title, settings }]) => {
    const texts = settings.map((s) => `\`${s.name}=${s.value}\``);
    return `| \`${name}\` | ${title} | ${texts.join(", ")} |`;
  });
  return ["| profile | of | sets |", "|---|---|---|", ...rows, ""].join("\n");
}

/** The page as it should be. */
const corrected = (page: string): string =>
  page
    .replace(MARKED, (_whole, start, title, end) => start + table(title) + end)
    .replace(PROFILED, (_whole, start, end) => start + profileTable() + end)
    .replace(CATALOGUED, () => catalogued);

describe("docs/manifest.md", () => {
  if (process.env.UPDATE_REFERENCE === "1") writeFileSync(PAGE, corrected(readFileSync(PAGE, "utf8")));
  const page = readFileSync(PAGE, "utf8");

  it("lists every key of every map of the language, as the shapes describe it, and every service", () => {
    const listed = [...page.matchAll(MARKED)].map((m) => m[2]);
    expect(listed.toSorted()).toEqual([...MAPS.keys()].toSorted());
    expect(page.match(CATALOGUED)).toHaveLength(1);
    expect(corrected(page), "UPDATE_REFERENCE=1 writes it").toBe(page);
  });

  const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((m) => m[1] ?? "");

  it.each(blocks)("has a manifest that compiles: %s", (block) => {
    expect(validateCib(compiled(block))).toEqual({ refusals: [], warnings: [], more: 0 });
  });

  it("has manifests with every section", () => {
    const sections = [...(MAPS.get("the manifest")?.keys() ?? [])];
    expect(sections.filter((name) => !blocks.some((b) => new RegExp(`^${name}:`, "m").test(b)))).toEqual([]);
  });
});

function compiled(text: string) {
  const read = readManifest(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const result = compile(read.manifest, { secret: () => "sesame" });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return merge(emptyCib(), result.compiled);
}

const BASE = { nodes: ["a", "b"], fencing: "none" };
const OWN = { web: { agent: "systemd:httpd" }, storage: { agent: "ocf:heartbeat:Filesystem", kind: "clone" } };

/** What a map needs, where a key does not take its place. */
const unless = (key: object, others: readonly string[], needed: object): object =>
  others.some((other) => other in key) ? {} : needed;

const inResource = (said: object): object => ({ ...BASE, resources: { it: said } });
const inConstraint = (said: object): object => ({ ...BASE, services: OWN, constraints: [said] });
const AGENT = { agent: "ocf:heartbeat:IPaddr2" };
const BUNDLE = { image: "registry.example.com/web:1" };

/** Of what is said in the CIB's own words. */
const OWN_WORDS: Readonly<Record<string, (key: object) => object>> = {
  "a resource": (key) => inResource({ ...unless(key, ["template"], AGENT), ...key }),
  "a template": (key) => ({ ...BASE, templates: { it: { ...AGENT, ...key } } }),
  "a group": (key) => inResource({ group: { web: "systemd:httpd" }, ...key }),
  "a clone": (key) => inResource({ clone: { web: "systemd:httpd" }, ...key }),
  "a promotable clone": (key) => inResource({ promotable: { db: "ocf:heartbeat:pgsql" }, ...key }),
  "a bundle": (key) => inResource({ bundle: BUNDLE, ...key }),
  "the containers of a bundle": (key) => inResource({ bundle: { ...BUNDLE, ...key } }),
  "a mount of a bundle": (key) => inResource({ bundle: { ...BUNDLE, mounts: { m: { target: "/t", ...key } } } }),
  "an operation of a resource": (key) => inResource({ ...AGENT, operations: { start: key } }),
  "a set of parameters": (key) => inResource({ ...AGENT, parameters: [key] }),
  "a set": (key) => inResource({ ...AGENT, meta: [key] }),
  "a rule": (key) =>
    inConstraint({
      location: { resource: "web", rule: { ...unless(key, ["id-ref"], { when: "defined x" }), ...key } },
    }),
  "a set of resources": (key) =>
    inConstraint({ colocation: { sets: [{ ...unless(key, ["id-ref"], { resources: ["web", "storage"] }), ...key }] } }),
  "a ticket constraint": (key) =>
    inConstraint({ ticket: { ticket: "t", ...unless(key, ["sets"], { resource: "web" }), ...key } }),
  "a fencing level": (key) => ({
    ...BASE,
    services: OWN,
    "fencing-levels": [
      { ...unless(key, ["target", "pattern"], { attribute: "rack", value: "r1" }), devices: "web", ...key },
    ],
  }),
  "an alert": (key) => ({ ...BASE, alerts: { it: { path: "/x", ...key } } }),
  "selected attributes": (key) => ({ ...BASE, alerts: { it: { path: "/x", select: [key] } } }),
  "a recipient": (key) => ({ ...BASE, alerts: { it: { path: "/x", recipients: { a: { value: "b", ...key } } } } }),
  "access control": (key) => ({ ...BASE, acls: key }),
  "an ACL role": (key) => ({ ...BASE, acls: { roles: { it: key } } }),
  "a permission": (key) => ({
    ...BASE,
    acls: {
      roles: {
        it: {
          permissions: [{ kind: "read", ...unless(key, ["reference", "object-type"], { xpath: "/cib" }), ...key }],
        },
      },
    },
  }),
  "raw XML": (key) => ({ ...BASE, raw: key }),
};

/** A whole manifest around a key of each map, with what that map requires. */
const AROUND: Readonly<Record<string, (key: object) => object>> = {
  "the manifest": (key) => ({ ...BASE, ...key }),
  "a node": (key) => ({ ...BASE, nodes: [{ name: "a", ...key }] }),
  fencing: (key) => ({ ...BASE, fencing: { agent: "fence_ipmilan", ...key } }),
  "a fencing device": (key) => ({ ...BASE, fencing: { devices: { a: { agent: "fence_ipmilan", ...key } } } }),
  "a virtual IP": (key) => ({ ...BASE, "virtual-ips": [{ address: "10.0.0.1", ...key }] }),
  "the cluster": (key) => ({ ...BASE, cluster: { name: "c", ...key } }),
  containers: (key) => ({ ...BASE, services: ["haproxy"], containers: key }),
  TLS: (key) => ({ ...BASE, services: ["galera", "haproxy"], tls: key }),
  "a service": (key) => ({ ...BASE, services: { galera: key } }),
  "a mount": (key) => ({ ...BASE, services: { galera: { mounts: { m: { source: "/s", target: "/t", ...key } } } } }),
  "container options": (key) => ({ ...BASE, services: { galera: { options: key } } }),
  "an operation": (key) => ({ ...BASE, services: { web: { ...OWN.web, operations: { start: key } } } }),
  "a reference to a secret": (key) => ({
    ...BASE,
    services: { galera: { parameters: { p: key } } },
    secrets: { bmc: { env: "BMC" } },
  }),
  "a constraint": (key) => ({ ...BASE, services: OWN, constraints: [key] }),
  "a location constraint": (key) => ({
    ...BASE,
    services: OWN,
    constraints: [
      {
        location: {
          ...unless(key, ["pattern", "sets"], { resource: "web" }),
          ...unless(key, ["rule", "attribute"], { node: "a" }),
          ...key,
        },
      },
    ],
  }),
  "a colocation constraint": (key) => ({
    ...BASE,
    services: OWN,
    constraints: [{ colocation: { ...unless(key, ["sets"], { resource: "web", with: "storage" }), ...key } }],
  }),
  "an order constraint": (key) => ({
    ...BASE,
    services: OWN,
    // biome-ignore lint/suspicious/noThenProperty: Pacemaker's word for it, and never a function
    constraints: [{ order: { ...unless(key, ["sets"], { first: "storage", then: "web" }), ...key } }],
  }),
  ...OWN_WORDS,
  "a secret": (key) => ({ ...BASE, secrets: { bmc: { env: "BMC", ...key } } }),
};

const KEYS = [...MAPS].flatMap(([map, keys]) =>
  [...keys.values()].map((key) => ({ map, ...key, path: `${map}: ${key.name}` })),
);

function around(map: string, key: object): string {
  const wrap = AROUND[map];
  if (wrap === undefined) throw new Error(`AROUND has no ${map}`);
  return stringify(wrap(key));
}

it.each(KEYS)("$path has a description, and an example that may be written", ({ map, name, schema }) => {
  expect(String(schema.description)).toMatch(/^[A-Z{].*\.$/);
  for (const example of (schema.examples as unknown[] | undefined) ?? []) {
    const read = parseYaml(around(map, { [name]: example }));
    const problems = new Problems();
    if (read.ok) manifestShape.read(read.value, problems);
    expect(read.ok && problems.list).toEqual([]);
  }
});

it.each(KEYS.filter(({ schema }) => schema.default !== undefined))(
  "$path has the default it says",
  ({ map, name, schema }) => {
    expect(printXml(compiled(around(map, { [name]: schema.default })))).toBe(printXml(compiled(around(map, {}))));
  },
);
