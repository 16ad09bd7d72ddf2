/**
 * Finds what is wrong with a CIB's configuration, each with its place: unknown elements and attributes, missing and
 * duplicate ids, references that lead nowhere or to the wrong kind of element, and values that are not of their type.
 * The status is the cluster's own and is not looked at. Whether a schema accepts the document is another question, for
 * the schema.
 */

import {
  ATTRIBUTE_TYPES,
  type AttributeType,
  GRAMMAR,
  ID_IS_NAME,
  ID_IS_REFERENCE,
  OPTION_TYPES,
  REFERENCES,
} from "./grammar.ts";
import { nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import { parseBoolean } from "./value/boolean.ts";
import { parseDuration, parseInterval } from "./value/duration.ts";
import { parseScore } from "./value/score.ts";
import { child, descend, type Element, elements, get, idOf, walk } from "./xml/tree.ts";

export interface ValidateOptions {
  /** Named in the problems. */
  readonly file?: string;
}

/** In document order. */
export function validateCib(root: Element, options: ValidateOptions = {}): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (e, code, message, hint) => {
    const where = e.at === undefined ? undefined : { line: e.at.line, column: e.at.column };
    problems.push({
      code,
      message,
      ...(where === undefined ? {} : { where: options.file === undefined ? where : { file: options.file, ...where } }),
      ...(hint === undefined ? {} : { hint }),
    });
  };
  if (root.name !== "cib") {
    report(root, "wrong-element", `expected <cib>, found <${root.name}>`);
    return problems;
  }
  const configuration = child(root, "configuration");
  if (configuration === undefined) report(root, "missing-element", "the CIB has no <configuration>");
  else {
    const ids = collectIds(configuration, report);
    for (const name of ["id", "uname"]) checkNodesDiffer(configuration, name, report);
    checkElement(configuration, undefined, ids, report);
  }
  return problems.sort(
    (a, b) => (a.where?.line ?? 0) - (b.where?.line ?? 0) || (a.where?.column ?? 0) - (b.where?.column ?? 0),
  );
}

type Report = (e: Element, code: string, message: string, hint?: string) => void;

function collectIds(configuration: Element, report: Report): ReadonlyMap<string, Element> {
  const ids = new Map<string, Element>();
  for (const e of walk(configuration)) {
    const id = get(e, "id");
    if (id === undefined || ID_IS_NAME.has(e.name) || ID_IS_REFERENCE.has(e.name)) continue;
    const first = ids.get(id);
    if (first === undefined) ids.set(id, e);
    else {
      const line = first.at === undefined ? "" : `, in line ${first.at.line}`;
      report(e, "duplicate-id", `the id "${id}" is already that of a <${first.name}>${line}`);
    }
  }
  return ids;
}

/** A node's id is no XML id (the schema lets it be a number), but no two nodes may share it, nor their name. */
function checkNodesDiffer(configuration: Element, attribute: string, report: Report): void {
  const seen = new Set<string>();
  for (const node of descend(configuration, "nodes")?.children ?? []) {
    const value = node.kind === "element" ? get(node, attribute) : undefined;
    if (node.kind !== "element" || value === undefined) continue;
    if (seen.has(value)) report(node, "duplicate-id", `another node has the ${attribute} "${value}" already`);
    seen.add(value);
  }
}

function checkElement(
  e: Element,
  parent: Element | undefined,
  ids: ReadonlyMap<string, Element>,
  report: Report,
): void {
  const grammar = GRAMMAR.get(e.name);
  if (grammar === undefined) return;
  checkAttributes(e, grammar, report);
  checkReferences(e, ids, report);
  if (e.name === "nvpair" && parent !== undefined) checkOption(e, parent, report);
  if (e.name === "primitive") checkAgent(e, report);
  for (const c of elements(e)) {
    if (grammar.children.includes(c.name)) checkElement(c, e, ids, report);
    else report(c, "unknown-element", `a <${e.name}> has no <${c.name}>`, suggestion(c.name, grammar.children));
  }
}

function checkAttributes(
  e: Element,
  grammar: { required: readonly string[]; optional: readonly string[] },
  report: Report,
): void {
  for (const name of grammar.required) {
    if (!e.attributes.has(name))
      report(e, name === "id" ? "missing-id" : "missing-attribute", `${describe(e)} has no "${name}"`);
  }
  // Only <operations> may do without.
  const referable = grammar.optional.includes("id-ref") && e.name !== "operations";
  if (referable && !e.attributes.has("id") && !e.attributes.has("id-ref")) {
    report(e, "missing-id", `${describe(e)} has neither "id" nor "id-ref"`);
  }
  for (const [name, value] of e.attributes) {
    if (!grammar.required.includes(name) && !grammar.optional.includes(name)) {
      const known = [...grammar.required, ...grammar.optional];
      report(e, "unknown-attribute", `${describe(e)} has an unknown attribute "${name}"`, suggestion(name, known));
      continue;
    }
    const problem = valueProblem(value, ATTRIBUTE_TYPES.get(name) ?? "text");
    if (problem !== undefined) report(e, "bad-value", `${name}="${value}" of ${describe(e)} is ${problem}`);
  }
}

/** A pair of a set whose names have known types; `#default` stands for whatever the default is. */
function checkOption(pair: Element, block: Element, report: Report): void {
  const [name, value] = [get(pair, "name"), get(pair, "value")];
  if (name === undefined || value === undefined || value === "#default") return;
  const type = OPTION_TYPES.get(block.name)?.get(name);
  const problem = type === undefined ? undefined : valueProblem(value, type);
  if (problem !== undefined) report(pair, "bad-value", `${name}="${value}" is ${problem}`);
}

function checkAgent(primitive: Element, report: Report): void {
  if (primitive.attributes.has("template")) return;
  for (const name of ["class", "type"]) {
    if (!primitive.attributes.has(name))
      report(primitive, "missing-attribute", `${describe(primitive)} has neither "${name}" nor a "template"`);
  }
  if (get(primitive, "class") === "ocf" && !primitive.attributes.has("provider")) {
    report(primitive, "missing-attribute", `${describe(primitive)} is of class ocf but has no "provider"`);
  }
}

function checkReferences(e: Element, ids: ReadonlyMap<string, Element>, report: Report): void {
  for (const [name, id] of e.attributes) {
    if (name === "id-ref") checkReference(e, id, [e.name], ids, report);
    else if (name === "id" && ID_IS_REFERENCE.has(e.name))
      checkReference(e, id, ID_IS_REFERENCE.get(e.name), ids, report);
    else if (REFERENCES.has(name)) checkReference(e, id, REFERENCES.get(name), ids, report);
  }
  if (e.name !== "fencing-level") return;
  for (const device of (get(e, "devices") ?? "").split(",")) {
    checkReference(e, device.trim(), ["primitive", "clone", "group"], ids, report);
  }
}

function checkReference(
  e: Element,
  id: string,
  kinds: readonly string[] | undefined,
  ids: ReadonlyMap<string, Element>,
  report: Report,
): void {
  const found = ids.get(id);
  const expected = kinds === undefined || kinds.length > 2 ? "element" : kinds.join(" or ");
  if (found === undefined) {
    report(
      e,
      "dangling-reference",
      `${describe(e)} refers to "${id}", but there is no such ${expected}`,
      suggestion(id, idsOfKinds(ids, kinds)),
    );
  } else if (kinds !== undefined && !kinds.includes(found.name)) {
    report(
      e,
      "wrong-reference",
      `${describe(e)} refers to "${id}", which is a <${found.name}>; expected ${kinds.map((kind) => `<${kind}>`).join(", ")}`,
    );
  }
}

function idsOfKinds(ids: ReadonlyMap<string, Element>, kinds: readonly string[] | undefined): string[] {
  return [...ids].filter(([, e]) => kinds === undefined || kinds.includes(e.name)).map(([id]) => id);
}

const ROLES = ["stopped", "started", "promoted", "unpromoted", "master", "slave"];

/** What is wrong with the value, to follow "is". */
function valueProblem(value: string, type: AttributeType): string | undefined {
  switch (type) {
    case "text":
      return undefined;
    case "id":
      return value === "" ? "empty" : undefined;
    case "score":
      return parseScore(value) === undefined ? "no score: expected a whole number, INFINITY or -INFINITY" : undefined;
    case "integer":
      return /^\s*[+-]?\d+\s*$/.test(value) || /^[+-]?INFINITY$/.test(value) ? undefined : "no whole number";
    case "boolean":
      return parseBoolean(value) === undefined ? "neither true nor false" : undefined;
    case "duration":
      return parseDuration(value) === undefined
        ? 'no duration: expected one such as "30s", "500ms" or "5min"'
        : undefined;
    case "interval":
      return parseInterval(value) === undefined
        ? 'no duration: expected one such as "30s", "5min" or "PT1H"'
        : undefined;
    case "role":
      return ROLES.includes(value.toLowerCase())
        ? undefined
        : "no role: expected Started, Stopped, Promoted or Unpromoted";
    default:
      return type.includes(value) ? undefined : `none of ${type.join(", ")}`;
  }
}

function describe(e: Element): string {
  const id = idOf(e);
  return id === "" ? `this <${e.name}>` : `${e.name} "${id}"`;
}

function suggestion(typed: string, names: readonly string[]): string | undefined {
  const near = nearest(typed, names);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}
