/**
 * Pacemaker's own cases, when they are at hand, with pieces of other cases worked in: a value another case gives the same
 * attribute, a pair another case has in such a block, a constraint of another about resources of this. What is rare in
 * our own generator and stands in theirs once, meets everything else in this way.
 */
import { parseXml } from "../../src/cib/parse.ts";
import { type Element, elements, get, walk } from "../../src/cib/tree.ts";
import { type Draft, draftOf } from "../../src/scheduler/simulation/draft.ts";
import { caseFile, cases } from "../conformance/cases.ts";
import { Random } from "./random.ts";

/** What all cases together say: values by `element@attribute`, pairs by the block they stand in, whole constraints and operations. */
interface Vocabulary {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  readonly pairs: ReadonlyMap<string, readonly (readonly [name: string, value: string])[]>;
  readonly constraints: readonly Element[];
  readonly operations: readonly Element[];
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
const REFERENCES = ["rsc", "with-rsc", "first", "then"];
const BLOCKS = new Set(["meta_attributes", "cluster_property_set", "instance_attributes", "utilization"]);
const CONSTRAINTS = new Set(["rsc_location", "rsc_colocation", "rsc_order", "rsc_ticket"]);

let known: Vocabulary | undefined;

function vocabulary(): Vocabulary {
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

export function spliced(seed: number): Element {
  known ??= vocabulary();
  const r = new Random(seed);
  const parsed = parseXml(caseFile(r.pick(known.small), "xml") ?? "");
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const cib = draftOf(parsed.root);
  for (
    let i = r.weighted([
      [4, 1],
      [3, 2],
      [2, 4],
      [1, 8],
    ]);
    i > 0;
    i--
  )
    splice(r, cib, known, `${seed}-${i}`);
  // Without one the oracle judges by the clock, and what it says would not be the same tomorrow.
  if (!cib.attributes.has("execution-date")) cib.attributes.set("execution-date", "1700000000");
  return cib;
}

function splice(r: Random, cib: Draft, words: Vocabulary, id: string): void {
  const all = [...walk(cib)] as Draft[];
  const inside = all.filter((e) => e.name !== "cib" && e.name !== "configuration" && e.name !== "status");
  const resources = ids(all, ["primitive", "group", "clone", "master", "bundle"]);
  const nodes = all.filter((e) => e.name === "node").map((e) => get(e, "uname") ?? "");
  switch (
    r.weighted([
      [4, "value"],
      [2, "attribute"],
      [4, "pair"],
      [2, "constraint"],
      [1, "operation"],
      [2, "remove"],
    ] as const)
  ) {
    case "value": {
      const e = r.pick(inside);
      const key = r.pick([...e.attributes.keys(), ""]);
      const choice = words.values.get(`${e.name}@${key}`);
      if (choice === undefined || REFERENCES.includes(key)) return;
      e.attributes.set(key, key === "node" || key === "on_node" ? r.pick([...nodes, "nobody"]) : r.pick(choice));
      return;
    }
    case "attribute": {
      const e = r.pick(inside);
      const key = r.pick(words.attributes.get(e.name) ?? [""]);
      const choice = words.values.get(`${e.name}@${key}`);
      if (choice === undefined || e.attributes.has(key) || REFERENCES.includes(key)) return;
      e.attributes.set(key, r.pick(choice));
      return;
    }
    case "pair": {
      const parents = all.filter((e) => [...BLOCKS].some((b) => words.pairs.has(`${e.name}>${b}`)));
      if (parents.length === 0) return;
      const parent = r.pick(parents);
      const kind = r.pick([...BLOCKS].filter((b) => words.pairs.has(`${parent.name}>${b}`)));
      const [name, value] = r.pick(words.pairs.get(`${parent.name}>${kind}`) ?? [["x", "y"] as const]);
      let block = elements(parent, kind)[0] as Draft | undefined;
      if (block === undefined) {
        block = draft(kind, { id: `splice-${id}-block` });
        parent.children.splice(0, 0, block);
      }
      const old = elements(block, "nvpair").find((p) => get(p, "name") === name) as Draft | undefined;
      if (old !== undefined) old.attributes.set("value", value);
      else block.children.push(draft("nvpair", { id: `splice-${id}`, name, value }));
      return;
    }
    case "constraint": {
      const section = all.find((e) => e.name === "constraints");
      if (section === undefined || resources.length === 0) return;
      const made = draftOf(r.pick(words.constraints));
      for (const e of walk(made) as Iterable<Draft>) {
        if (e.attributes.has("id")) e.attributes.set("id", `splice-${id}-${e.attributes.get("id")}`);
        if (e.name === "resource_ref") e.attributes.set("id", r.pick(resources));
        for (const key of REFERENCES) if (e.attributes.has(key)) e.attributes.set(key, r.pick(resources));
        if (e.attributes.has("node") && nodes.length > 0) e.attributes.set("node", r.pick(nodes));
      }
      section.children.push(made);
      return;
    }
    case "operation": {
      const primitives = all.filter((e) => e.name === "primitive");
      if (primitives.length === 0) return;
      const rsc = r.pick(primitives);
      let block = elements(rsc, "operations")[0] as Draft | undefined;
      if (block === undefined) {
        block = draft("operations", {});
        rsc.children.push(block);
      }
      const made = draftOf(r.pick(words.operations));
      for (const e of walk(made) as Iterable<Draft>) {
        if (e.attributes.has("id")) e.attributes.set("id", `splice-${id}-${e.attributes.get("id")}`);
      }
      block.children.push(made);
      return;
    }
    case "remove": {
      const parent = r.pick(inside);
      const inner = parent.children.filter((c) => c.kind === "element" && c.name !== "node" && c.name !== "node_state");
      if (inner.length > 0) parent.children.splice(parent.children.indexOf(r.pick(inner)), 1);
      return;
    }
  }
}

function ids(all: readonly Element[], names: readonly string[]): string[] {
  return all.filter((e) => names.includes(e.name)).flatMap((e) => get(e, "id") ?? []);
}

function draft(name: string, attributes: Readonly<Record<string, string>>): Draft {
  return draftOf({ kind: "element", name, attributes: new Map(Object.entries(attributes)), children: [] });
}
