/** What all of Pacemaker's own cases together say, to be said again elsewhere. */
import { parseXml } from "../../src/cib/xml/parse.ts";
import { type Element, elements, get } from "../../src/cib/xml/tree.ts";
import { caseFile, cases } from "../conformance/cases.ts";

export interface Vocabulary {
  /** By `element@attribute`. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** By element. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** By `parent>block`. */
  readonly pairs: ReadonlyMap<string, readonly (readonly [name: string, value: string])[]>;
  readonly constraints: readonly Element[];
  readonly operations: readonly Element[];
  /** Names of the cases that are worth splicing. */
  readonly small: readonly string[];
}

/** Cases of a thousand actions say nothing that small ones do not, and take the time of fifty. */
const LARGEST = 120_000;

/** Names of things, which another case's value would only break. */
const NAMES = new Set([
  "id",
  "uname",
  "name",
  "crm_feature_set",
  "validate-with",
  "epoch",
  "num_updates",
  "admin_epoch",
]);
/** Attributes of constraints that name a resource. */
export const REFERENCES: readonly string[] = ["rsc", "with-rsc", "first", "then"];
export const BLOCKS = new Set(["meta_attributes", "cluster_property_set", "instance_attributes", "utilization"]);
const CONSTRAINTS = new Set(["rsc_location", "rsc_colocation", "rsc_order", "rsc_ticket"]);

/** Read once; the cases do not change under us. */
let known: Vocabulary | undefined;

export function vocabulary(): Vocabulary {
  known ??= read();
  return known;
}

function read(): Vocabulary {
  const values = new Map<string, Set<string>>();
  const attributes = new Map<string, Set<string>>();
  const pairs = new Map<string, Map<string, readonly [string, string]>>();
  const constraints = new Map<string, Element>();
  const operations = new Map<string, Element>();
  const small: string[] = [];
  const into = (map: Map<string, Set<string>>, key: string, value: string): void => {
    const set = map.get(key) ?? new Set();
    map.set(key, set.add(value));
  };
  for (const { name } of cases()) {
    const text = caseFile(name, "xml") ?? "";
    const parsed = parseXml(text);
    if (!parsed.ok) continue;
    if (text.length <= LARGEST) small.push(name);
    const visit = (e: Element, parent: string): void => {
      for (const [key, value] of e.attributes) {
        if (NAMES.has(key) || value.length > 60) continue;
        into(values, `${e.name}@${key}`, value);
        into(attributes, e.name, key);
      }
      if (CONSTRAINTS.has(e.name)) constraints.set(shapeOf(e), e);
      if (e.name === "op") operations.set(shapeOf(e), e);
      if (BLOCKS.has(e.name)) {
        const block = `${parent}>${e.name}`;
        const seen = pairs.get(block) ?? new Map();
        pairs.set(block, seen);
        for (const pair of elements(e, "nvpair")) {
          const [n, v] = [get(pair, "name"), get(pair, "value")];
          if (n !== undefined && v !== undefined && v.length <= 60) seen.set(`${n}=${v}`, [n, v]);
        }
      }
      for (const c of e.children) if (c.kind === "element") visit(c, e.name);
    };
    visit(parsed.root, "");
  }
  const lists = (map: Map<string, Set<string>>): Map<string, readonly string[]> =>
    new Map([...map].map(([key, set]) => [key, [...set]]));
  return {
    values: lists(values),
    attributes: lists(attributes),
    pairs: new Map([...pairs].map(([key, seen]) => [key, [...seen.values()]])),
    constraints: [...constraints.values()],
    operations: [...operations.values()],
    small,
  };
}

/** Two constraints that differ in names alone are one. */
function shapeOf(e: Element): string {
  const own = [...e.attributes].filter(([key]) => key !== "id" && !REFERENCES.includes(key) && key !== "node");
  const inner = e.children.map((c) => (c.kind === "element" ? shapeOf(c) : ""));
  return `${e.name}${own.map(([key, value]) => `${key}=${e.name === "resource_ref" ? "" : value}`).join()}(${inner.join()})`;
}
