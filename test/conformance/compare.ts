/**
 * Compares our output with an expected file, a level at a time. White space and blank lines never count;
 * `crm_feature_set` and `batch-limit` are left out of graphs, as upstream's own comparison does.
 */
import { parseXml } from "../../src/cib/xml/parse.ts";
import { child, type Element, elements, get } from "../../src/cib/xml/tree.ts";

/** Lines that stand on one side only; empty when the two agree. */
export interface Difference {
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

export function agrees(d: Difference): boolean {
  return d.missing.length === 0 && d.extra.length === 0;
}

function multisetDifference(expected: readonly string[], actual: readonly string[]): Difference {
  const counts = new Map<string, number>();
  for (const line of expected) counts.set(line, (counts.get(line) ?? 0) + 1);
  const extra: string[] = [];
  for (const line of actual) {
    const left = counts.get(line) ?? 0;
    if (left > 0) counts.set(line, left - 1);
    else extra.push(line);
  }
  const missing = [...counts].flatMap(([line, n]) => Array.from({ length: n }, () => line));
  return { missing, extra };
}

const squeeze = (line: string): string => line.replace(/\s+/g, "");

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((l) => l.trim())
    .filter((l) => squeeze(l) !== "");
}

/** In order, white space aside. */
export function compareText(expected: string, actual: string): Difference {
  const clean = (text: string): string[] =>
    lines(text.replace(/\s(crm_feature_set|batch-limit)="[^"]*"/g, "")).map((l) => l.replace(/\s+/g, " "));
  const e = clean(expected);
  const a = clean(actual);
  if (e.map(squeeze).join("\n") === a.map(squeeze).join("\n")) return { missing: [], extra: [] };
  const at = e.findIndex((line, i) => squeeze(line) !== squeeze(a[i] ?? ""));
  const from = at < 0 ? e.length : at;
  return { missing: e.slice(from, from + 12), extra: a.slice(from, from + 12) };
}

export function compareSorted(expected: string, actual: string, unique: boolean): Difference {
  const clean = (text: string): string[] => {
    const all = lines(text).map((l) => l.replace(/\s+/g, " "));
    return unique ? [...new Set(all)] : all;
  };
  return multisetDifference(clean(expected), clean(actual));
}

/** The same graph up to renumbering: same actions, edges, priorities and root attributes. */
export function compareGraph(expected: string, actual: string): Difference {
  return multisetDifference(graphSignature(expected), graphSignature(actual));
}

function graphSignature(text: string): string[] {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(`unreadable graph: ${parsed.problem.message}`);
  const byId = new Map<string, string>();
  const synapses = elements(parsed.root, "synapse").map((synapse) => {
    const set = child(synapse, "action_set");
    const action = set && elements(set)[0];
    if (action === undefined) throw new Error("a synapse without an action");
    byId.set(get(action, "id") ?? "", describe(action));
    return { synapse, action };
  });
  const root = [...parsed.root.attributes].filter(([name]) => name !== "batch-limit").map(([n, v]) => `${n}=${v}`);
  const out = [`graph ${root.sort().join(" ")}`];
  for (const { synapse, action } of synapses) {
    const inputs = elements(child(synapse, "inputs") ?? synapse, "trigger").flatMap((trigger) =>
      elements(trigger).map((input) => byId.get(get(input, "id") ?? "") ?? `(not in graph) ${describe(input)}`),
    );
    const own = `${describe(action)} priority=${get(synapse, "priority") ?? 0}`;
    out.push(own, ...inputs.map((input) => `${head(own)} <- ${head(input)}`));
  }
  return out;
}

const head = (signature: string): string => signature.split(" | ")[0] ?? signature;

/** Everything about an action but its number: header, then children. */
function describe(e: Element): string {
  const attributes = [...e.attributes]
    .filter(([name]) => name !== "id" || e.name === "primitive" || e.name === "node")
    .filter(([name]) => name !== "crm_feature_set")
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  const children = elements(e)
    .map((c) => describe(c))
    .sort();
  return [`${e.name} ${attributes.join(" ")}`, ...children].join(" | ");
}
