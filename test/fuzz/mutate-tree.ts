/** A file that can be read, and says what nobody means: values, keys and elements from elsewhere, twice, or not at all. */
import { parse, stringify } from "yaml";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { type Element, elements, replaceChild, walk, withAttribute, withChildren } from "../../src/cib/xml/tree.ts";
import type { Random } from "../differential/random.ts";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Scalars that are something else than the place wants. */
const SCALARS: readonly Json[] = [
  null,
  true,
  -1,
  0,
  1e21,
  0.1,
  "",
  " ",
  "INFINITY",
  "-INFINITY",
  "__proto__",
  "constructor",
  "galera",
  "controller-0",
  "{node}",
  "Promoted",
  "10s",
  "99999999h",
  "P1Y",
  "ocf:heartbeat:IPaddr2",
  "#uname eq a or #uname eq b",
  "date in 2026-01-01 to",
  "x".repeat(300),
  "a\nb",
  "\u202Eb",
  "<a/>",
  [],
  {},
  ["a", "a"],
  { secret: "bmc" },
  { secret: "nobody" },
  { a: { b: [1, { c: null }] } },
];

const isMap = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every list and map in it. */
function holders(value: Json): (Json[] | { [key: string]: Json })[] {
  if (Array.isArray(value)) return [value, ...value.flatMap(holders)];
  return isMap(value) ? [value, ...Object.values(value).flatMap(holders)] : [];
}

export function otherManifest(text: string, other: string, random: Random): string {
  const root = parse(text) as Json;
  const foreign = holders(parse(other) as Json);
  for (let left = random.between(1, 4); left > 0; left--) {
    const holder = random.pick(holders(root));
    const from = random.pick(foreign);
    if (Array.isArray(holder)) changeList(holder, from, random);
    else changeMap(holder, from, random);
  }
  return stringify(root, { aliasDuplicateObjects: random.chance(0.2) });
}

function changeList(list: Json[], from: Json, random: Random): void {
  const at = random.int(list.length + 1);
  const what = random.pick<Json>([random.pick(SCALARS), from, list[at] ?? "x"]);
  list.splice(at, random.int(2), what);
}

function changeMap(map: { [key: string]: Json }, from: Json[] | { [key: string]: Json }, random: Random): void {
  const keys = Object.keys(map);
  const key = keys.length === 0 ? "x" : random.pick(keys);
  const elsewhere = isMap(from) && Object.keys(from).length > 0 ? random.pick(Object.entries(from)) : undefined;
  switch (random.int(6)) {
    case 0:
      delete map[key];
      break;
    case 1:
      map[key] = random.pick(SCALARS);
      break;
    case 2:
      map[random.pick(["x", "id", "meta", "__proto__", "agent", "1", key.slice(1)])] = map[key] ?? null;
      break;
    case 3:
      map[key] = random.pick<Json>([[map[key] ?? null], { [key]: map[key] ?? null }]);
      break;
    default:
      if (elsewhere !== undefined) map[random.chance(0.7) ? elsewhere[0] : key] = elsewhere[1];
  }
}

const WORDS = ["", "x", "0", "-1", "INFINITY", "true", "Promoted", "nobody", "__proto__", "a b", "10s", "9".repeat(30)];

export function otherCib(text: string, other: string, random: Random): string {
  const [root, foreign] = [read(text), read(other)];
  let result = root;
  for (let left = random.between(1, 4); left > 0; left--) result = changeElement(result, foreign, random);
  return printXml(result);
}

function read(text: string): Element {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

function changeElement(root: Element, foreign: Element, random: Random): Element {
  const chosen = random.pick(walk(root).filter((e) => e !== root));
  const from = random.pick(walk(foreign));
  const names = [...chosen.attributes.keys()];
  const word = random.chance(0.5)
    ? random.pick(WORDS)
    : (random.pick([...random.pick(walk(root)).attributes.values(), "x"]) ?? "x");
  switch (random.int(7)) {
    case 0:
      return replaced(root, chosen, []);
    case 1:
      return replaced(root, chosen, [chosen, chosen]);
    case 2:
      return replaced(root, chosen, [chosen, from]);
    case 3:
      return replaced(root, chosen, [withChildren(chosen, [...chosen.children, from])]);
    case 4:
      return replaced(root, chosen, elements(chosen));
    default:
      return replaced(root, chosen, [withAttribute(chosen, random.pick([...names, "id", "role"]), word)]);
  }
}

function replaced(parent: Element, old: Element, by: readonly Element[]): Element {
  const at = parent.children.indexOf(old);
  if (at >= 0) return withChildren(parent, parent.children.toSpliced(at, 1, ...by));
  for (const child of elements(parent)) {
    const changed = replaced(child, old, by);
    if (changed !== child) return replaceChild(parent, child, changed);
  }
  return parent;
}
