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
import type { Element } from "../cib/xml/tree.ts";
import { writeConf } from "../corosync/write.ts";
import { AROUND, BASE, WITHOUT } from "./around.testing.ts";
import { becomes } from "./becomes.testing.ts";
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

function around(map: string, key: object): string {
  const wrap = AROUND[map];
  if (wrap === undefined) throw new Error(`AROUND has no ${map}`);
  return stringify(wrap(key));
}

/** Undefined where it does not compile. */
function compileText(text: string): Element | undefined {
  const read = readManifest(text);
  const result = read.ok ? compile(read.manifest, { secret: () => "the secret" }) : undefined;
  return result?.ok === true ? merge(emptyCib(), result.compiled) : undefined;
}

function compiled(text: string): Element {
  const cib = compileText(text);
  if (cib === undefined) throw new Error(`does not compile: ${text}`);
  return cib;
}

/** What the key's example makes of the CIB; undefined for a key without example, or whose example makes nothing of it. */
function made(map: string, { name, schema }: Key): string | undefined {
  const [example] = (schema.examples as unknown[] | undefined) ?? [];
  if (example === undefined) return undefined;
  const after = compileText(around(map, { [name]: example }));
  const before = compileText(around(map, { [name]: undefined })) ?? compileText(stringify(WITHOUT[map] ?? BASE));
  return before === undefined || after === undefined ? undefined : becomes(before, after);
}

function flow(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();
}

function table(title: string): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|");
  const rows = [...(MAPS.get(title)?.values() ?? [])].map((key) => {
    const { name, schema, required } = key;
    const example = (schema.examples as unknown[] | undefined)?.[0];
    const cells = [
      `\`${name}\`${required ? " (required)" : ""}`,
      String(schema.title),
      schema.default === undefined ? "" : `\`${flow(schema.default)}\``,
      example === undefined ? "" : `\`${flow(example)}\``,
      made(title, key) ?? "",
      String(schema.description),
    ];
    return `| ${cells.map(cell).join(" | ")} |`;
  });
  return ["| key | value | default | example | in the CIB | meaning |", "|---|---|---|---|---|---|", ...rows].join(
    "\n",
  );
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

const KEYS = [...MAPS].flatMap(([map, keys]) =>
  [...keys.values()].map((key) => ({ map, ...key, path: `${map}: ${key.name}` })),
);

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
    const without = compiled(around(map, { [name]: undefined }));
    expect(printXml(compiled(around(map, { [name]: schema.default })))).toBe(printXml(without));
  },
);

/** A secret is in the CIB where a parameter refers to it, and where its value comes from is not. */
const NOT_IN_THE_CIB = ["the manifest: secrets", "a secret: file", "a secret: env", "a secret: simulated"];

/** What is said to Corosync makes nothing of the CIB, and each key another corosync.conf. */
const OF_COROSYNC = new Set(["Corosync", "a link", "encryption", "quorum", "a quorum device"]);
const isOfCorosync = ({ map, path }: { map: string; path: string }): boolean =>
  OF_COROSYNC.has(map) || path === "the manifest: corosync" || path === "a node: addresses";

it("every example makes a difference in the CIB, but for where secrets are kept and what Corosync is given", () => {
  const none = KEYS.filter(
    ({ map, schema, ...key }) => schema.examples !== undefined && made(map, { schema, ...key }) === undefined,
  );
  expect(none.filter((key) => !isOfCorosync(key)).map(({ path }) => path)).toEqual(NOT_IN_THE_CIB);
  expect(none.filter(isOfCorosync).map(({ path }) => path)).toEqual(KEYS.filter(isOfCorosync).map(({ path }) => path));
});

it.each(KEYS.filter((key) => OF_COROSYNC.has(key.map)))(
  "$path makes another corosync.conf",
  ({ map, name, schema }) => {
    const confOf = (key: object): string | undefined => {
      const read = readManifest(around(map, key));
      if (!read.ok) throw new Error(read.problems.map((p) => p.message).join("\n"));
      return read.manifest.corosync && writeConf(read.manifest.corosync);
    };
    const [example] = (schema.examples as unknown[] | undefined) ?? [];
    // The host of a quorum device is required; around() gives another one.
    const without = name === "host" ? {} : { [name]: undefined };
    expect(confOf({ [name]: example })).not.toBe(confOf(without));
  },
);
