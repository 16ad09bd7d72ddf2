/**
 * Pacemaker's own cases, when they are at hand, with pieces of other cases worked in: a value another case gives the same
 * attribute, a pair another case has in such a block, a constraint of another about resources of this. What is rare in
 * our own generator and stands in theirs once, meets everything else in this way.
 */
import { parseXml } from "../../src/cib/xml/parse.ts";
import { type Element, elements, get, walk } from "../../src/cib/xml/tree.ts";
import { type Draft, draftOf, finished, newDraft } from "../../src/scheduler/simulation/draft.ts";
import { caseFile } from "../conformance/cases.ts";
import { Random } from "./random.ts";
import { BLOCKS, REFERENCES, type Vocabulary, vocabulary } from "./vocabulary.ts";

interface Bench {
  readonly r: Random;
  readonly words: Vocabulary;
  readonly all: readonly Draft[];
  /** All but the frame: what may be changed. */
  readonly inside: readonly Draft[];
  readonly resources: readonly string[];
  readonly nodes: readonly string[];
  /** For the ids of what is new. */
  readonly id: string;
}

const SPLICES: readonly (readonly [weight: number, splice: (bench: Bench) => void])[] = [
  [4, otherValue],
  [2, moreAttributes],
  [4, otherPair],
  [2, moreConstraints],
  [1, moreOperations],
  [2, lessOfIt],
];

export function spliced(seed: number): Element {
  const r = new Random(seed);
  const words = vocabulary();
  const parsed = parseXml(caseFile(r.pick(words.small), "xml") ?? "");
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const cib = draftOf(parsed.root);
  const splices = r.weighted([
    [4, 1],
    [3, 2],
    [2, 4],
    [1, 8],
  ]);
  for (let i = 0; i < splices; i++) r.weighted(SPLICES)(benchOf(r, words, cib, `splice-${seed}-${i}`));
  // Without one the oracle judges by the clock, and what it says would not be the same tomorrow.
  if (!cib.attributes.has("execution-date")) cib.attributes.set("execution-date", "1700000000");
  return finished(cib);
}

const FRAME = new Set(["cib", "configuration", "status"]);
const RESOURCES = new Set(["primitive", "group", "clone", "master", "bundle"]);

function benchOf(r: Random, words: Vocabulary, cib: Draft, id: string): Bench {
  const all = [...walk(cib)] as Draft[];
  return {
    r,
    words,
    all,
    inside: all.filter((e) => !FRAME.has(e.name)),
    resources: all.filter((e) => RESOURCES.has(e.name)).flatMap((e) => get(e, "id") ?? []),
    nodes: all.filter((e) => e.name === "node").flatMap((e) => get(e, "uname") ?? []),
    id,
  };
}

function otherValue({ r, words, inside, nodes }: Bench): void {
  const e = r.pick(inside);
  const key = r.pick([...e.attributes.keys(), ""]);
  const choice = words.values.get(`${e.name}@${key}`);
  if (choice === undefined || REFERENCES.includes(key)) return;
  e.attributes.set(key, key === "node" || key === "on_node" ? r.pick([...nodes, "nobody"]) : r.pick(choice));
}

function moreAttributes({ r, words, inside }: Bench): void {
  const e = r.pick(inside);
  const key = r.pick(words.attributes.get(e.name) ?? [""]);
  const choice = words.values.get(`${e.name}@${key}`);
  if (choice === undefined || e.attributes.has(key) || REFERENCES.includes(key)) return;
  e.attributes.set(key, r.pick(choice));
}

function otherPair({ r, words, all, id }: Bench): void {
  const blocksOf = (e: Draft): string[] => [...BLOCKS].filter((b) => words.pairs.has(`${e.name}>${b}`));
  const parents = all.filter((e) => blocksOf(e).length > 0);
  if (parents.length === 0) return;
  const parent = r.pick(parents);
  const kind = r.pick(blocksOf(parent));
  const [name, value] = r.pick(words.pairs.get(`${parent.name}>${kind}`) ?? []);
  let block = elements(parent, kind)[0] as Draft | undefined;
  if (block === undefined) {
    block = newDraft(kind, { id: `${id}-block` });
    parent.children.unshift(block);
  }
  const old = elements(block, "nvpair").find((p) => get(p, "name") === name) as Draft | undefined;
  if (old !== undefined) old.attributes.set("value", value);
  else block.children.push(newDraft("nvpair", { id, name, value }));
}

function moreConstraints({ r, words, all, resources, nodes, id }: Bench): void {
  const section = all.find((e) => e.name === "constraints");
  if (section === undefined || resources.length === 0) return;
  const made = copyOf(r.pick(words.constraints), id);
  for (const e of walk(made) as Iterable<Draft>) {
    if (e.name === "resource_ref") e.attributes.set("id", r.pick(resources));
    for (const key of REFERENCES) if (e.attributes.has(key)) e.attributes.set(key, r.pick(resources));
    if (e.attributes.has("node") && nodes.length > 0) e.attributes.set("node", r.pick(nodes));
  }
  section.children.push(made);
}

function moreOperations({ r, words, all, id }: Bench): void {
  const primitives = all.filter((e) => e.name === "primitive");
  if (primitives.length === 0) return;
  const rsc = r.pick(primitives);
  let block = elements(rsc, "operations")[0] as Draft | undefined;
  if (block === undefined) {
    block = newDraft("operations", {});
    rsc.children.push(block);
  }
  block.children.push(copyOf(r.pick(words.operations), id));
}

function lessOfIt({ r, inside }: Bench): void {
  const parent = r.pick(inside);
  const inner = parent.children.filter((c) => c.kind === "element" && c.name !== "node" && c.name !== "node_state");
  if (inner.length > 0) parent.children.splice(parent.children.indexOf(r.pick(inner)), 1);
}

/** With ids of its own. */
function copyOf(original: Element, id: string): Draft {
  const made = draftOf(original);
  for (const e of walk(made) as Iterable<Draft>) {
    const old = e.attributes.get("id");
    if (old !== undefined) e.attributes.set("id", `${id}-${old}`);
  }
  return made;
}
