/** One thing made wrong in a valid CIB: a value, an attribute, an element, an id or a reference. */
import { type Element, element, get, walk, withAttribute, withChildren, type XmlNode } from "../../src/cib/xml/tree.ts";
import type { Random } from "../differential/random.ts";

export interface Faulty {
  readonly cib: Element;
  /** What was done. */
  readonly fault: string;
}

/** Wrong types, edges of ranges, unknown words, white space, what C's own functions read and what they do not. */
const VALUES: readonly string[] = [
  "",
  " ",
  "0",
  "1",
  "-1",
  "+5",
  "007",
  "3.7",
  "1e3",
  "5x",
  "x5",
  "0x10",
  " 7 ",
  "99999999999999999999",
  "-99999999999999999999",
  "4294967296",
  "2147483648",
  "1000001",
  "INFINITY",
  "-INFINITY",
  "+INFINITY",
  "infinity",
  "INFINITY ",
  "true",
  "false",
  "TRUE",
  "yes",
  "No",
  "on",
  "off",
  "y",
  "maybe",
  "null",
  "none",
  "#default",
  "default",
  "10s",
  "10 s",
  "10S",
  "10sec",
  "10minutes",
  "10fortnights",
  "-10s",
  "500ms",
  "1h",
  "1d",
  "PT1H",
  "PT1H30M",
  "P1D",
  "PT",
  "P",
  "pt1h",
  "2024-01-01",
  "2024-13-45",
  "2020-01-01 10:00:00 UTC",
  "2020-01-01T10:00:00+02:00",
  "now",
  "epoch",
  "Started",
  "started",
  "Stopped",
  "Promoted",
  "Master",
  "slave",
  "Unpromoted",
  "Running",
  "stop",
  "start",
  "promote",
  "demote",
  "block",
  "ignore",
  "fence",
  "freeze",
  "suicide",
  "standby",
  "restart",
  "red",
  "green",
  "yellow",
  "nothing",
  "quorum",
  "fencing",
  "unfencing",
  "a",
  "b",
  "n1",
  "opts",
  "n9",
  "a b",
  "a,b",
  "1-3",
  "3-1",
  "-",
  "1-",
  "-3",
  "grün",
  "constructor",
  "__proto__",
  "x".repeat(300),
  "^(",
  "[a",
  "*",
  "%",
];

const NAMES: readonly string[] = [
  "id",
  "name",
  "value",
  "foo",
  "score",
  "description",
  "rsc",
  "id-ref",
  "kind",
  "role",
  "node",
];

/** An element somewhere in the configuration, with what makes it another one; the last step may be the whole document. */
export function withFault(root: Element, random: Random): Faulty {
  const configuration = root.children.find((c) => c.kind === "element" && c.name === "configuration") as Element;
  const all = walk(configuration).slice(1);
  const kind = random.weighted<Fault>([
    [60, badValue],
    [10, withoutAttribute],
    [4, moreAttribute],
    [5, withoutElement],
    [5, twice],
    [4, moreElement],
    [3, otherOrder],
    [6, valueOfSomeOption],
    [3, inHeader],
  ]);
  return kind(root, all, random);
}

type Fault = (root: Element, all: readonly Element[], random: Random) => Faulty;

const shown = (e: Element): string => `<${e.name}${get(e, "id") === undefined ? "" : ` ${get(e, "id")}`}>`;

function exchanged(e: Element, old: Element, by: readonly Element[]): Element {
  return withChildren(
    e,
    e.children.flatMap<XmlNode>((c) => (c === old ? by : c.kind === "element" ? [exchanged(c, old, by)] : [c])),
  );
}

const badValue: Fault = (root, all, random) => {
  const e = random.pick(all.filter((x) => x.attributes.size > 0));
  const name = random.pick([...e.attributes.keys()]);
  const value = random.pick(VALUES);
  return { cib: exchanged(root, e, [withAttribute(e, name, value)]), fault: `${shown(e)} ${name}="${value}"` };
};

const withoutAttribute: Fault = (root, all, random) => {
  const e = random.pick(all.filter((x) => x.attributes.size > 0));
  const name = random.pick([...e.attributes.keys()]);
  return { cib: exchanged(root, e, [withAttribute(e, name, undefined)]), fault: `${shown(e)} without ${name}` };
};

const moreAttribute: Fault = (root, all, random) => {
  const e = random.pick(all);
  const other = random.pick(all.filter((x) => x.attributes.size > 0));
  const name = random.chance(0.5) ? random.pick(NAMES) : random.pick([...other.attributes.keys()]);
  const value = random.chance(0.5) ? (get(other, name) ?? "a") : random.pick(VALUES);
  return { cib: exchanged(root, e, [withAttribute(e, name, value)]), fault: `${shown(e)} with ${name}="${value}"` };
};

const withoutElement: Fault = (root, all, random) => {
  const e = random.pick(all);
  return { cib: exchanged(root, e, []), fault: `without ${shown(e)}` };
};

const twice: Fault = (root, all, random) => {
  const e = random.pick(all);
  const again = random.chance(0.5) ? e : withAttribute(e, "id", "another");
  return { cib: exchanged(root, e, [e, again]), fault: `${shown(e)} twice${again === e ? "" : ", under another id"}` };
};

const moreElement: Fault = (root, all, random) => {
  const e = random.pick(all);
  const other = random.chance(0.3) ? element("foo") : withAttribute(random.pick(all), "id", "another");
  const children = random.chance(0.5) ? [...e.children, other] : [other, ...e.children];
  return { cib: exchanged(root, e, [withChildren(e, children)]), fault: `${shown(other)} in ${shown(e)}` };
};

const otherOrder: Fault = (root, all, random) => {
  const several = all.filter((x) => x.children.length > 1);
  if (several.length === 0) return withoutAttribute(root, all, random);
  const e = random.pick(several);
  return {
    cib: exchanged(root, e, [withChildren(e, [...e.children].reverse())]),
    fault: `${shown(e)} in another order`,
  };
};

const valueOfSomeOption: Fault = (root, all, random) => {
  const pairs = all.filter((x) => x.name === "nvpair" || x.name === "op");
  const e = random.pick(pairs);
  const name = e.name === "op" ? random.pick(["timeout", "interval", "on-fail", "role", "enabled"]) : "value";
  const value = random.pick(VALUES);
  return { cib: exchanged(root, e, [withAttribute(e, name, value)]), fault: `${shown(e)} ${name}="${value}"` };
};

const inHeader: Fault = (root, _, random) => {
  const name = random.pick([...root.attributes.keys()].filter((key) => key !== "execution-date"));
  const value = random.chance(0.3) ? undefined : random.pick([...VALUES, "pacemaker-3.11", "pacemaker-1.1", "none"]);
  return { cib: withAttribute(root, name, value), fault: `<cib> ${name}="${value}"` };
};
