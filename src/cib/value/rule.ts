/**
 * Rules: conditions under which a block of name/value pairs or a location constraint applies. Expressions test node
 * attributes, dates, operations and resource types, and combine with and/or. Evaluation also finds the earliest moment
 * at which a date can change the verdict, which becomes the time by which the cluster must look again. A condition that
 * makes no sense never passes. Over 300 lines: evaluation is one recursion over all kinds of expressions.
 * Behaviour: docs/pacemaker/rules.md#conditions; Pacemaker Explained, "Rules".
 */

import { child, type Element, elements, get } from "../xml/tree.ts";
import { addSpan, type CalendarFields, calendarFields, parseMoment } from "./date.ts";
import { compareDottedVersions, compareVersionParts } from "./dotted-version.ts";
import { parseInterval } from "./duration.ts";
import { dereference, type IndexById } from "./element-index.ts";
import { CURRENT_RULES, type RuleDialect } from "./rule-dialect.ts";
import { INTEGER, leadingNumber, spanOf } from "./rule-duration.ts";

export interface RuleContext {
  /** Epoch seconds. */
  readonly now: number;
  /** Absent where no node is considered; every attribute is then undefined. */
  readonly nodeAttributes?: ReadonlyMap<string, string> | undefined;
  /** What `value-source="param"` and `"meta"` compare with. */
  readonly params?: ReadonlyMap<string, string> | undefined;
  readonly meta?: ReadonlyMap<string, string> | undefined;
  readonly operation?: { readonly name: string; readonly intervalMs: number };
  readonly resource?: { readonly standard: string; readonly provider: string | undefined; readonly type: string };
  /** What `%0` to `%9` stand for: the matches of the location constraint's resource pattern. */
  readonly submatches?: readonly string[] | undefined;
  readonly byId: IndexById;
  /** Lowered to the earliest future moment at which a verdict may change. */
  readonly nextChange?: { at: number | undefined };
  /** Default: {@link CURRENT_RULES}. */
  readonly dialect?: RuleDialect;
}

/**
 * Whether a `<rule>` (or the one it refers to) passes. False for a reference that leads nowhere. Lowers
 * `context.nextChange` to the next moment at which a date in it may change the verdict. Source: Pacemaker Explained, "Rules".
 */
export function evaluateRule(rule: Element, context: RuleContext): boolean {
  const referent = dereference(rule, context.byId);
  if (referent === undefined) return false;
  const dialect = context.dialect ?? CURRENT_RULES;
  const operator = combination(referent, dialect);
  const conditions = elements(referent);
  if (operator === undefined) return false;
  // The schema asks for a condition; without one, nothing stands against the rule.
  if (conditions.length === 0) return operator === "and" || dialect.emptyOrPasses;
  // The first verdict that decides ends the evaluation: later dates then change nothing.
  if (operator === "or") return conditions.some((condition) => evaluateCondition(condition, context));
  return conditions.every((condition) => evaluateCondition(condition, context));
}

/** How a rule's conditions combine; undefined when it does not say so in a known word. */
export function combination(rule: Element, { strictCombination }: RuleDialect): "and" | "or" | undefined {
  const word = get(rule, "boolean-op")?.toLowerCase() ?? "and";
  if (word === "and" || word === "or") return word;
  return strictCombination ? undefined : "and";
}

function evaluateCondition(condition: Element, context: RuleContext): boolean {
  switch (condition.name) {
    case "rule":
      return evaluateRule(condition, context);
    case "expression":
      return evaluateAttribute(condition, context);
    case "date_expression":
      return evaluateDate(condition, context);
    case "op_expression":
      return evaluateOperation(condition, context);
    case "rsc_expression":
      return evaluateResource(condition, context);
    default:
      return false;
  }
}

// Attribute expressions

function evaluateAttribute(expression: Element, context: RuleContext): boolean {
  const dialect = context.dialect ?? CURRENT_RULES;
  const name = get(expression, "attribute");
  if (name === undefined || (context.nodeAttributes === undefined && !dialect.attributesWithoutNode)) return false;
  const actual = context.nodeAttributes?.get(expandSubmatches(name, context.submatches));
  const operation = get(expression, "operation")?.toLowerCase();
  const value = get(expression, "value");
  const unary = operation === "defined" || operation === "not_defined";
  // A value where none belongs, or none where one does, makes no sense.
  if (dialect.strictExpressions && unary === (value !== undefined)) return false;
  if (unary) return (actual !== undefined) === (operation === "defined");

  const source = valueSource(expression, context, dialect);
  if (source !== "literal" && source !== "param" && source !== "meta") return false;
  const table = source === "param" ? context.params : context.meta;
  const reference = source === "literal" ? value : table?.get(value ?? "");

  const relational = operation === "lt" || operation === "lte" || operation === "gt" || operation === "gte";
  if (relational && (actual === undefined || reference === undefined)) return false;
  const type = get(expression, "type")?.toLowerCase() ?? (relational ? relationalType(actual, reference) : "string");
  const order = compareTyped(actual, reference, type, dialect);
  switch (operation) {
    case "eq":
      return order === 0;
    case "ne":
      return order !== 0;
    case "lt":
      return order < 0;
    case "lte":
      return order <= 0;
    case "gt":
      return order > 0;
    case "gte":
      return order >= 0;
    default:
      return false;
  }
}

const relationalType = (actual = "", reference = ""): string =>
  actual.includes(".") || reference.includes(".") ? "number" : "integer";

function valueSource(expression: Element, context: RuleContext, dialect: RuleDialect): string {
  if (dialect.literalWithoutTables && context.meta === undefined && context.params === undefined) return "literal";
  return get(expression, "value-source")?.toLowerCase() ?? "literal";
}

/** `%0` to `%9` name the matches of a resource pattern; other texts are left as they are. */
export function expandSubmatches(text: string, submatches: readonly string[] | undefined): string {
  if (submatches === undefined) return text;
  return text.replace(/%(\d)/g, (_, digit: string) => submatches[Number(digit)] ?? "");
}

function compareTyped(a: string | undefined, b: string | undefined, type: string, dialect: RuleDialect): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  switch (type) {
    case "integer":
      return compareNumbers(leadingNumber(a, INTEGER), leadingNumber(b, INTEGER)) ?? compareText(a, b);
    case "number":
      return compareNumbers(leadingNumber(a, NUMBER), leadingNumber(b, NUMBER)) ?? compareText(a, b);
    case "version":
      return dialect.versionsByParts ? compareVersionParts(a, b) : compareDottedVersions(a, b);
    default:
      return compareText(a, b);
  }
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i;

function compareNumbers(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a - b;
}

/** Without regard to case, which only ASCII letters have here. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const x = asciiLower(a);
  const y = asciiLower(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

// Dates

function evaluateDate(expression: Element, context: RuleContext): boolean {
  const { now } = context;
  const start = momentOf(expression, "start");
  const end = momentOf(expression, "end");
  if (start === "invalid" || end === "invalid") return false;
  switch (get(expression, "operation")?.toLowerCase() ?? "in_range") {
    case "in_range":
      return inRange(expression, start, end, context);
    case "gt":
      if (start === undefined) return false;
      if (now > start) return true;
      changesAt(start + 1, context);
      return false;
    case "lt":
      if (end === undefined || now >= end) return false;
      changesAt(end, context);
      return true;
    case "date_spec":
      return matchesSpec(child(expression, "date_spec"), calendarFields(now), context.dialect ?? CURRENT_RULES);
    default:
      return false;
  }
}

function momentOf(expression: Element, attribute: "start" | "end"): number | undefined | "invalid" {
  const text = get(expression, attribute);
  return text === undefined ? undefined : (parseMoment(text) ?? "invalid");
}

/** Both ends belong to the range. */
function inRange(
  expression: Element,
  start: number | undefined,
  explicitEnd: number | undefined,
  context: RuleContext,
): boolean {
  const duration = child(expression, "duration");
  const span = duration === undefined ? undefined : spanOf(duration);
  if (span === "invalid" && explicitEnd === undefined) return false;
  const end =
    explicitEnd ?? (span === undefined || span === "invalid" || start === undefined ? undefined : addSpan(start, span));
  if (start === undefined && end === undefined) return false;
  if (start !== undefined && context.now < start) {
    changesAt(start, context);
    return false;
  }
  if (end === undefined) return true;
  if (context.now > end) return false;
  changesAt(end + 1, context);
  return true;
}

const SPEC_FIELDS: readonly (keyof CalendarFields)[] = [
  "years",
  "months",
  "monthdays",
  "hours",
  "minutes",
  "seconds",
  "yeardays",
  "weekyears",
  "weeks",
  "weekdays",
];

/** Every field given must hold the moment's value; the next moment this changes is not worked out, as in Pacemaker. */
function matchesSpec(spec: Element | undefined, fields: CalendarFields, dialect: RuleDialect): boolean {
  if (spec === undefined) return false;
  return SPEC_FIELDS.every((field) => {
    const range = get(spec, field);
    return range === undefined || (inNumberRange(range, fields[field]) ?? dialect.unreadableRangePasses);
  });
}

const LARGEST = 2n ** 63n - 1n;

/** `3`, `3-5`, `3-` or `-5`, with blanks and a sign before a number alone; undefined for anything else. */
function inNumberRange(range: string, value: number): boolean | undefined {
  const match = /^(\s*\+?\d+)?(-(\s*[+-]?\d+)?)?$/.exec(range);
  const [, least, upTo, most] = match ?? [];
  if (least === undefined && most === undefined) return undefined;
  const [low, high] = [least, most].map((text) => (text === undefined ? undefined : BigInt(text.replace("+", ""))));
  if ((low ?? 0n) > LARGEST || (high ?? 0n) > LARGEST) return undefined;
  if (upTo === undefined) return low === BigInt(value);
  return (low === undefined || low <= value) && (high === undefined || value <= high);
}

function changesAt(moment: number, { now, nextChange }: RuleContext): void {
  if (nextChange === undefined || moment <= now) return;
  if (nextChange.at === undefined || moment < nextChange.at) nextChange.at = moment;
}

// Operations and resources

function evaluateOperation(expression: Element, context: RuleContext): boolean {
  const { operation } = context;
  const name = get(expression, "name");
  if (operation === undefined || name === undefined || name !== operation.name) return false;
  const interval = get(expression, "interval");
  return interval === undefined || parseInterval(interval) === operation.intervalMs;
}

/** Attributes left out match anything, even what is no agent at all, such as a group. */
function evaluateResource(expression: Element, { resource, dialect = CURRENT_RULES }: RuleContext): boolean {
  if (dialect.exactProvider && get(expression, "provider") !== resource?.provider) return false;
  const matches = (attribute: string, value: string | undefined): boolean => {
    const wanted = get(expression, attribute);
    return wanted === undefined || wanted === value;
  };
  return (
    matches("class", resource?.standard) && matches("provider", resource?.provider) && matches("type", resource?.type)
  );
}
