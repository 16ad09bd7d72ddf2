/** What makes a rule hold: the conditions that passed with the values of now, and until when. */

import { agentWord } from "../../cib/agent-word.ts";
import { formatMoment } from "../../cib/value/date.ts";
import { dereference } from "../../cib/value/element-index.ts";
import { combination, evaluateRule, type RuleContext } from "../../cib/value/rule.ts";
import { child, type Element, element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyNode, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { agentFacts } from "../../scheduler/model/read-values.ts";
import { listText } from "./place-text.ts";
import { metaRules } from "./references.ts";

/**
 * Such as `pingd is 0, which is at most 0` or `hours=9-16, until 2024-01-02 17:00:00Z`; undefined for a rule without
 * conditions, and for one that holds by what is not known here, such as the matches of a resource pattern.
 */
export function ruleText(
  s: ReadonlyModel,
  written: Element,
  rsc: ReadonlyResource,
  node: ReadonlyNode | undefined,
): string | undefined {
  const rule = dereference(written, s.byId);
  if (rule === undefined) return undefined;
  const context = contextOf(s, rsc, node);
  const texts = conditionTexts(rule, context);
  if (texts.length === 0) return undefined;
  const until = nextChange(rule, context);
  return `${listText(texts)}${until === undefined ? "" : `, until ${formatMoment(until)}`}`;
}

/** The rule by which a meta-attribute is set, as `, by rule R: hours=9-16, until …`; empty where it has no condition. */
export function metaRuleText(s: ReadonlyModel, rsc: ReadonlyResource, name: string): string {
  for (const rule of metaRules(s, rsc, name)) {
    const text = ruleText(s, rule, rsc, undefined);
    if (text !== undefined) return `, by rule ${idOf(rule)}: ${text}`;
  }
  return "";
}

function contextOf(s: ReadonlyModel, rsc: ReadonlyResource, node: ReadonlyNode | undefined): RuleContext {
  return {
    now: s.now,
    byId: s.byId,
    dialect: s.dialect.rules,
    meta: rsc.meta,
    params: rsc.params.get(node) ?? new Map(),
    ...(node === undefined ? {} : { nodeAttributes: node.attributes }),
    ...agentFacts(rsc.xml),
  };
}

/** Of several conditions of which one is enough, the first that passed. */
function conditionTexts(rule: Element, context: RuleContext): string[] {
  const dialect = context.dialect;
  const operator = dialect === undefined ? "and" : combination(rule, dialect);
  const passed = elements(rule).filter((condition) => passes(condition, context));
  return (operator === "or" ? passed.slice(0, 1) : passed).flatMap((c) => conditionText(c, context));
}

function passes(condition: Element, context: RuleContext): boolean {
  return evaluateRule(element("rule", { id: "alone" }, [condition]), context);
}

function conditionText(condition: Element, context: RuleContext): string[] {
  switch (condition.name) {
    case "rule":
      return conditionTexts(dereference(condition, context.byId) ?? condition, context);
    case "expression":
      return [attributeText(condition, context)];
    case "date_expression":
      return [dateText(condition)];
    case "rsc_expression":
      return [`the agent is ${agentWord((name) => get(condition, name))}`];
    default:
      return [];
  }
}

const COMPARED: ReadonlyMap<string, string> = new Map([
  ["lt", "less than"],
  ["lte", "at most"],
  ["gt", "more than"],
  ["gte", "at least"],
]);

function attributeText(expression: Element, { nodeAttributes }: RuleContext): string {
  const name = get(expression, "attribute") ?? "";
  const actual = nodeAttributes?.get(name);
  const is = actual === undefined ? `${name} is not defined` : `${name} is ${actual}`;
  const operation = get(expression, "operation")?.toLowerCase() ?? "";
  const value = get(expression, "value") ?? "";
  const words = COMPARED.get(operation);
  if (words !== undefined) return `${is}, which is ${words} ${value}`;
  return operation === "ne" ? `${is} and not ${value}` : is;
}

function dateText(expression: Element): string {
  const spec = child(expression, "date_spec");
  if (spec !== undefined)
    return [...spec.attributes]
      .filter(([name]) => name !== "id")
      .map(([name, value]) => `${name}=${value}`)
      .join(" ");
  const [start, end] = [get(expression, "start"), get(expression, "end")];
  if (start === undefined) return `it is before ${end}`;
  return end === undefined ? `it is after ${start}` : `it is between ${start} and ${end}`;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The first moment at which the rule no longer holds; undefined where no date decides. */
function nextChange(rule: Element, context: RuleContext): number | undefined {
  const change: { at: number | undefined } = { at: undefined };
  evaluateRule(rule, { ...context, nextChange: change });
  const moments = [...walk(rule)].some((e) => e.name === "date_spec") ? ahead(context.now) : [];
  const exact = change.at === undefined ? [] : [change.at];
  return [...exact, ...moments].sort((a, b) => a - b).find((now) => !evaluateRule(rule, { ...context, now }));
}

/** Each minute of the next two hours, each hour of the next week, and each midnight of the next year. */
function ahead(now: number): number[] {
  const next = (step: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => (Math.floor(now / step) + 1 + i) * step);
  return [...next(60, 120), ...next(HOUR, 7 * 24), ...next(DAY, 366)];
}
