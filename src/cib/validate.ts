/**
 * Whether Pacemaker takes a CIB, and which parts of a CIB it takes have no effect: each with its place. The status is
 * the cluster's own and is not looked at. Refused is what the schema the document names, and all later ones, refuse;
 * pointed out is a value that is none for its option, where the default holds, and a name that leads nowhere.
 */

import { OPERATION_TYPES, OPTION_TYPES, type OptionType } from "./option-types.ts";
import type { Problem } from "./problem.ts";
import { checkConfiguration, describe, type Report } from "./schema/check.ts";
import { GRAMMARS, type Major } from "./schema/grammar.ts";
import { checkHeader, majorOf } from "./schema/header.ts";
import { upgradeFrom } from "./upgrade/normalize.ts";
import { parseBoolean } from "./value/boolean.ts";
import { parseDuration, parseInterval } from "./value/duration.ts";
import { parseScore } from "./value/score.ts";
import { child, descend, type Element, elements, get } from "./xml/tree.ts";

export interface ValidateOptions {
  /** Named in the problems. */
  readonly file?: string;
  /**
   * Only the configuration, for a document whose counters and schema are not what will be used. One that names no schema
   * is taken to be of 3.x, or of a later one.
   */
  readonly configurationOnly?: boolean;
}

export interface Findings {
  /** Why Pacemaker does not take it, in document order; empty when it does. */
  readonly refusals: readonly Problem[];
  /** What it takes and does not heed, in document order. */
  readonly warnings: readonly Problem[];
  /** How many more there are: of a document that is nothing but faults, only the first are kept. */
  readonly more: number;
}

const MOST_KEPT = 1000;

/** Whether Pacemaker takes the CIB, and what it does not heed in it. */
export function validateCib(root: Element, options: ValidateOptions = {}): Findings {
  const refused = new Collector(options.file);
  const warned = new Collector(options.file);
  refuse(root, options.configurationOnly === true, refused);
  const configuration = root.name === "cib" ? child(root, "configuration") : undefined;
  if (configuration !== undefined) warn(configuration, warned.report);
  return { refusals: refused.sorted(), warnings: warned.sorted(), more: refused.more + warned.more };
}

const REFUSED_IF_NEW = ["bad-value", "duplicate-id"];

/**
 * The faults in `after` that the change brings: what was wrong before may stay so, for an edit of one thing is not to
 * wait for another's mending. A value that is none, or a node that is like another, is refused where it is
 * new, though Pacemaker would only not heed it.
 */
export function brought(before: Element, after: Element, options: Pick<ValidateOptions, "file"> = {}): Problem[] {
  const faults = validateCib(after, { ...options, configurationOnly: true });
  const all = [...faults.refusals, ...faults.warnings.filter((p) => REFUSED_IF_NEW.includes(p.code))];
  if (all.length === 0) return [];
  const old = validateCib(before, { configurationOnly: true });
  const known = new Set([...old.refusals, ...old.warnings].map((p) => p.message));
  return all.filter((p) => !known.has(p.message));
}

class Collector {
  readonly #file: string | undefined;
  readonly #problems: Problem[] = [];
  more = 0;

  constructor(file: string | undefined) {
    this.#file = file;
  }

  readonly report: Report = (e, code, message, hint) => {
    if (this.#problems.length >= MOST_KEPT) {
      this.more++;
      return;
    }
    const where = e.at === undefined ? undefined : { line: e.at.line, column: e.at.column };
    const file = this.#file;
    this.#problems.push({
      code,
      message,
      ...(where === undefined ? {} : { where: file === undefined ? where : { file, ...where } }),
      ...(hint === undefined ? {} : { hint }),
    });
  };

  sorted(): readonly Problem[] {
    return this.#problems.sort(
      (a, b) => (a.where?.line ?? 0) - (b.where?.line ?? 0) || (a.where?.column ?? 0) - (b.where?.column ?? 0),
    );
  }
}

function refuse(root: Element, configurationOnly: boolean, into: Collector): void {
  if (root.name !== "cib") {
    into.report(root, "wrong-element", `expected <cib>, found <${root.name}>`);
    return;
  }
  const schema = get(root, "validate-with");
  if (schema === "none") return;
  const major = schema === undefined && configurationOnly ? 3 : majorOf(schema ?? "");
  if (!configurationOnly) {
    checkHeader(root, into.report);
    checkParts(root, into.report);
  }
  if (major === undefined) {
    if (schema !== undefined) into.report(root, "unknown-schema", `no schema is called "${schema}"`);
    return;
  }
  const configuration = child(root, "configuration");
  if (configuration === undefined) into.report(root, "missing-element", "the CIB has no <configuration>");
  else checkBySchemas(root, configuration, major, into);
}

/** One configuration, then at most one status. */
function checkParts(root: Element, report: Report): void {
  const [first, second, ...rest] = elements(root);
  if (first !== undefined && first.name !== "configuration")
    report(first, "unknown-element", `expected <configuration>, found <${first.name}>`);
  const extra = second !== undefined && second.name !== "status" ? [second, ...rest] : rest;
  for (const e of extra) report(e, "unknown-element", `a <cib> may not have <${e.name}> here`);
}

/**
 * By the schema that the document names; if it does not fit, by a later one as it stands. What fits is brought up to date,
 * and must fit the newest. A reference that an earlier schema took for one stays one, and must lead somewhere.
 */
function checkBySchemas(root: Element, configuration: Element, named: Major, into: Collector): void {
  for (const major of MAJORS) {
    if (major < named) continue;
    const faults = faultCodes(configuration, major);
    if (faults.has("dangling-reference")) break;
    if (faults.size > 0) continue;
    if (major < 4) {
      const newest = child(upgradeFrom(root, major), "configuration");
      if (newest !== undefined) checkConfiguration(newest, GRAMMARS[4], into.report);
    }
    return;
  }
  checkConfiguration(configuration, GRAMMARS[named], into.report);
}

const MAJORS: readonly Major[] = [1, 2, 3, 4];

function faultCodes(configuration: Element, major: Major): ReadonlySet<string> {
  const codes = new Set<string>();
  checkConfiguration(configuration, GRAMMARS[major], (_, code) => codes.add(code));
  return codes;
}

/** What is taken, and not heeded. */
function warn(configuration: Element, report: Report): void {
  const visit = (e: Element, parent: Element | undefined): void => {
    if (e.name === "nvpair" && parent !== undefined) warnOfOption(e, parent, report);
    if (e.name === "op") warnOfOperation(e, report);
    for (const c of elements(e)) visit(c, e);
  };
  visit(configuration, undefined);
  warnOfNodes(configuration, report);
}

/** A pair of a set whose names have known types; `#default` stands for whatever the default is. */
function warnOfOption(pair: Element, block: Element, report: Report): void {
  const [name, value] = [get(pair, "name"), get(pair, "value")];
  if (name === undefined || value === undefined || value === "#default") return;
  const type = OPTION_TYPES.get(block.name)?.get(name);
  const problem = type === undefined ? undefined : valueProblem(value, type);
  if (problem !== undefined) report(pair, "bad-value", `${name}="${value}" is ${problem}; the default is used`);
}

function warnOfOperation(op: Element, report: Report): void {
  for (const [name, type] of OPERATION_TYPES) {
    const value = get(op, name);
    const problem = value === undefined ? undefined : valueProblem(value, type);
    if (problem === undefined) continue;
    report(op, "bad-value", `${name}="${value}" of ${describe(op)} is ${problem}; the default is used`);
  }
}

function warnOfNodes(configuration: Element, report: Report): void {
  for (const [attribute, code] of [
    ["id", "duplicate-id"],
    ["uname", "duplicate-node"],
  ] as const) {
    const seen = new Set<string>();
    for (const node of elements(descend(configuration, "nodes") ?? configuration, "node")) {
      const value = get(node, attribute);
      if (value === undefined) continue;
      if (seen.has(value)) report(node, code, `another node has the ${attribute} "${value}" already`);
      seen.add(value);
    }
  }
}

const ROLES = ["stopped", "started", "promoted", "unpromoted", "master", "slave"];

/** What is wrong with the value, to follow "is". */
function valueProblem(value: string, type: OptionType): string | undefined {
  switch (type) {
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
  }
}
