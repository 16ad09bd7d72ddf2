/** A rule in the words that pcs and crmsh write rules with: `pingd lt 1 or not_defined pingd`. */
import { type Element, elements, get } from "../../cib/xml/tree.ts";

/** The rule's condition, without its score and role; empty for a rule without conditions. */
export function ruleWords(rule: Element): string {
  const reference = get(rule, "id-ref");
  if (reference !== undefined) return `as rule ${reference}`;
  const conditions = elements(rule).flatMap((e) => conditionWords(e));
  return conditions.join(` ${get(rule, "boolean-op") ?? "and"} `);
}

function conditionWords(e: Element): string[] {
  switch (e.name) {
    case "rule": {
      const words = ruleWords(e);
      return words === "" ? [] : [`(${words})`];
    }
    case "expression":
      return [expressionWords(e)];
    case "date_expression":
      return [dateWords(e)];
    case "rsc_expression":
      return [`resource ${["class", "provider", "type"].map((name) => get(e, name) ?? "*").join(":")}`];
    case "op_expression":
      return [`op ${get(e, "name") ?? ""}${get(e, "interval") === undefined ? "" : ` interval=${get(e, "interval")}`}`];
    default:
      return [];
  }
}

function expressionWords(e: Element): string {
  const [attribute, operation, value] = [get(e, "attribute") ?? "", get(e, "operation") ?? "", get(e, "value")];
  if (value === undefined) return `${operation} ${attribute}`;
  const type = get(e, "type");
  const source = get(e, "value-source");
  return [attribute, operation, type, source, value].filter((word) => word !== undefined).join(" ");
}

function dateWords(e: Element): string {
  const [start, end] = [get(e, "start"), get(e, "end")];
  const spec = elements(e, "date_spec")[0];
  if (spec !== undefined) return `date-spec ${partsOf(spec)}`;
  const duration = elements(e, "duration")[0];
  if (duration !== undefined) return `date in_range ${start ?? ""} to duration ${partsOf(duration)}`;
  if (start === undefined) return `date lt ${end ?? ""}`;
  return end === undefined ? `date gt ${start}` : `date in_range ${start} to ${end}`;
}

const partsOf = (e: Element): string =>
  [...e.attributes]
    .filter(([name]) => name !== "id")
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
