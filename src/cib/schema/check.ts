/** A configuration against the grammar of one major version of the schema: each fault with the element it is at. */

import type { ProblemCode } from "../problem-code.ts";
import { nearest } from "../value/nearest.ts";
import { type Element, elements, get, idOf } from "../xml/tree.ts";
import type { Content, Grammar } from "./grammar.ts";
import {
  afterAttribute,
  afterElement,
  isNothing,
  lacking,
  type Pattern,
  withAttributesAssumed,
  withoutAttributes,
} from "./pattern.ts";

/** Takes a fault, with the element it is at. */
export type Report = (e: Element, code: ProblemCode, message: string, hint?: string) => void;

/** Reports every fault of a configuration, those of references last. */
export function checkConfiguration(configuration: Element, grammar: Grammar, report: Report): void {
  const found: Found = { ids: new Map(), references: [] };
  checkElement(configuration, "configuration", grammar, found, report);
  for (const { e, attribute, id } of found.references) {
    if (found.ids.has(id)) continue;
    const hint = suggestion(id, found.ids.keys());
    report(e, "dangling-reference", `${describe(e)} refers to "${id}" by ${attribute}, but nothing has that id`, hint);
  }
}

interface Found {
  readonly ids: Map<string, Element>;
  readonly references: { readonly e: Element; readonly attribute: string; readonly id: string }[];
}

function checkElement(e: Element, name: string, grammar: Grammar, found: Found, report: Report): void {
  const content = grammar.content(name);
  if (content === undefined) return;
  const left = checkAttributes(e, content, found, report);
  checkChildren(e, content, left, report);
  for (const c of elements(e)) {
    if (content.elements.has(c.name)) checkElement(c, grammar.nameBelow(name, c.name), grammar, found, report);
  }
}

/** The rest of the pattern, for the elements below. */
function checkAttributes(e: Element, content: Content, found: Found, report: Report): Pattern {
  let left = content.pattern;
  for (const [name, value] of e.attributes) {
    // Declarations of namespaces that nothing uses.
    if (name.startsWith("xmlns:")) continue;
    const types = content.attributes.get(name);
    if (types === undefined) {
      const hint = suggestion(name, content.attributes.keys());
      report(e, "unknown-attribute", `${describe(e)} has an unknown attribute "${name}"`, hint);
      continue;
    }
    const fitting = types.filter((type) => type.fits(value));
    const [type] = fitting;
    if (type === undefined) {
      report(e, "bad-value", `${name}="${value}" of ${describe(e)} is ${types[0]?.otherwise}`);
      // What is missing beside it is reported as if it were right.
      const next = afterAttribute(left, name, () => true);
      if (!isNothing(next)) left = next;
      continue;
    }
    if (type.role === "reference") found.references.push({ e, attribute: name, id: value.trim() });
    else if (type.role === "id") noteId(e, value.trim(), found.ids, report);
    const next = afterAttribute(left, name, (asked) => fitting.includes(asked));
    if (isNothing(next))
      report(e, "unknown-attribute", `${describe(e)} may not have "${name}" beside its other attributes`);
    else left = next;
  }
  return left;
}

function noteId(e: Element, id: string, ids: Map<string, Element>, report: Report): void {
  const first = ids.get(id);
  if (first === undefined) ids.set(id, e);
  else {
    const line = first.at === undefined ? "" : `, in line ${first.at.line}`;
    report(e, "duplicate-id", `the id "${id}" is already that of a <${first.name}>${line}`);
  }
}

function checkChildren(e: Element, content: Content, afterAttributes: Pattern, report: Report): void {
  let left = afterAttributes;
  if (isNothing(withoutAttributes(left))) {
    reportLacking(e, left, report, (name) => name.startsWith("@"));
    left = withAttributesAssumed(left);
  }
  for (const c of elements(e)) {
    if (!content.elements.has(c.name)) {
      report(c, "unknown-element", `a <${e.name}> has no <${c.name}>`, suggestion(c.name, content.elements));
      continue;
    }
    const next = afterElement(left, c.name);
    if (isNothing(next)) report(c, "misplaced-element", `${describe(e)} may not have another <${c.name}> here`);
    else left = next;
  }
  reportLacking(e, left, report, () => true);
}

/** All ways to make the element whole that need nothing which another way does without. */
function reportLacking(e: Element, left: Pattern, report: Report, counts: (name: string) => boolean): void {
  const all = lacking(left).map((way) => way.filter(counts));
  if (all.some((way) => way.length === 0)) return;
  const ways = all.filter((way, i) => !all.some((other, j) => covers(way, other) && (j < i || !covers(other, way))));
  const common = (ways[0] ?? []).filter((name) => ways.every((way) => way.includes(name)));
  for (const name of common) reportMissing(e, [name], report);
  const rest = ways.map((way) => way.filter((name) => !common.includes(name)).join(" and "));
  if (rest.some((way) => way !== "")) reportMissing(e, rest, report);
}

const covers = (way: readonly string[], other: readonly string[]): boolean => other.every((name) => way.includes(name));

function reportMissing(e: Element, ways: readonly string[], report: Report): void {
  const shown = ways.map((way) => way.replace(/@([\w-]+)/g, '"$1"').replace(/(^| )([a-z_][\w-]*)(?= |$)/g, nameOrWord));
  const code = ways.includes("@id") ? "missing-id" : ways[0]?.startsWith("@") ? "missing-attribute" : "missing-element";
  const what = shown.length === 1 ? `no ${shown[0]}` : `neither ${shown.join(" nor ")}`;
  report(e, code, `${describe(e)} has ${what}`);
}

const nameOrWord = (_: string, before: string, name: string): string =>
  name === "and" ? `${before}and` : `${before}<${name}>`;

/** An element for people: its name, and its id if it has one. */
export function describe(e: Element): string {
  const id = idOf(e);
  return id === "" || get(e, "id") === undefined ? `this <${e.name}>` : `${e.name} "${id}"`;
}

function suggestion(typed: string, known: Iterable<string>): string | undefined {
  const near = nearest(typed, known);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}
