/**
 * The conditions of a rule as one line, in the words that pcs and crmsh have for them:
 * `#kind ne remote and (not_defined pingd or pingd lt integer 1)`, `date-spec hours=8-17`, `op monitor interval=10s`,
 * `resource ocf:heartbeat:IPaddr2`. and and or do not mix without parentheses, since a rule combines with one of both.
 * Over 150 lines: reading and writing each kind of condition stand side by side.
 */
import { type Element, element, elements, get } from "../../cib/xml/tree.ts";
import { quoted, type Token, tokensOf } from "./rule-tokens.ts";

export type RuleText =
  | { readonly ok: true; readonly operator: "and" | "or"; readonly conditions: readonly Element[] }
  | { readonly ok: false; readonly expected: string };

/** @param id of the rule, of which those of its conditions are made */
export function readRule(text: string, id: string): RuleText {
  const tokens = tokensOf(text);
  if (tokens === undefined) return { ok: false, expected: "a quotation that ends" };
  return new RuleReader(tokens).read(id);
}

class Unexpected extends Error {}

const OPERATORS = new Set(["lt", "gt", "lte", "gte", "eq", "ne"]);
const TYPES = new Set(["string", "integer", "number", "version"]);
const SOURCES = new Set(["literal", "param", "meta"]);

/** A class for the place it has come to. */
class RuleReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  read(id: string): RuleText {
    try {
      const rule = this.#rule(id);
      if (this.#at < this.#tokens.length) throw new Unexpected(`and or or before "${this.#tokens[this.#at]?.text}"`);
      return { ok: true, ...rule };
    } catch (error) {
      if (!(error instanceof Unexpected)) throw error;
      return { ok: false, expected: error.message };
    }
  }

  #rule(id: string): { operator: "and" | "or"; conditions: readonly Element[] } {
    const conditions = [this.#condition(id, 0)];
    let operator: "and" | "or" | undefined;
    for (;;) {
      const joined = this.#keyword("and") ? "and" : this.#keyword("or") ? "or" : undefined;
      if (joined === undefined) return { operator: operator ?? "and", conditions };
      if (operator !== undefined && operator !== joined) throw new Unexpected("parentheses where and meets or");
      operator = joined;
      conditions.push(this.#condition(id, conditions.length));
    }
  }

  #condition(ruleId: string, index: number): Element {
    const numbered = (base: string): string => (index === 0 ? base : `${base}-${index}`);
    const id = numbered(`${ruleId}-expr`);
    if (this.#keyword("(")) {
      const inner = numbered(`${ruleId}-rule`);
      const { operator, conditions } = this.#rule(inner);
      if (!this.#keyword(")")) throw new Unexpected('a closing ")"');
      return element("rule", { id: inner, "boolean-op": operator }, conditions);
    }
    for (const operation of ["defined", "not_defined"])
      if (this.#keyword(operation))
        return element("expression", { id, attribute: this.#word("a node attribute"), operation });
    if (this.#keyword("date")) return this.#date(id);
    if (this.#keyword("date-spec"))
      return element("date_expression", { id, operation: "date_spec" }, [
        element("date_spec", { id: `${id}-datespec`, ...this.#fields("a field such as hours=8-17") }),
      ]);
    if (this.#keyword("resource")) {
      const [standard, provider, ...type] = this.#word("an agent such as ocf:heartbeat:IPaddr2").split(":");
      const said = { class: standard, provider, type: type.join(":") };
      const known = Object.entries(said).filter(([, value]) => value !== undefined && value !== "");
      return element("rsc_expression", { id, ...Object.fromEntries(known) });
    }
    if (this.#keyword("op")) {
      const name = this.#word("an operation");
      return element("op_expression", { id, name, ...this.#fields() });
    }
    return this.#expression(id);
  }

  #expression(id: string): Element {
    const attribute = this.#word("a condition");
    const operation = this.#oneOf(OPERATORS);
    if (operation === undefined) throw new Unexpected(`lt, gt, lte, gte, eq or ne after "${attribute}"`);
    const type = this.#oneOf(TYPES);
    const source = this.#oneOf(SOURCES);
    const value = this.#word(`a value after "${attribute} ${operation}"`);
    return element("expression", { id, attribute, operation, value, type, "value-source": source });
  }

  #date(id: string): Element {
    if (this.#keyword("gt")) return element("date_expression", { id, operation: "gt", start: this.#word("a date") });
    if (this.#keyword("lt")) return element("date_expression", { id, operation: "lt", end: this.#word("a date") });
    if (!this.#keyword("in_range")) throw new Unexpected('gt, lt or in_range after "date"');
    const start = this.#keyword("to", false) ? undefined : this.#word("a date");
    if (!this.#keyword("to")) throw new Unexpected('to after "date in_range"');
    if (!this.#keyword("duration"))
      return element("date_expression", { id, operation: "in_range", start, end: this.#word("a date") });
    return element("date_expression", { id, operation: "in_range", start }, [
      element("duration", { id: `${id}-duration`, ...this.#fields("a field such as hours=4") }),
    ]);
  }

  /** `name=value`, as many as there are. */
  #fields(expected?: string): Record<string, string> {
    const fields: Record<string, string> = {};
    for (;;) {
      const [, name, value] = /^([a-z]+)=(.+)$/.exec(this.#peek() ?? "") ?? [];
      if (name === undefined || value === undefined) break;
      fields[name] = value;
      this.#at++;
    }
    if (expected !== undefined && Object.keys(fields).length === 0) throw new Unexpected(expected);
    return fields;
  }

  /** The text of the next token that is not quoted. */
  #peek(): string | undefined {
    const token = this.#tokens[this.#at];
    return token === undefined || token.quoted ? undefined : token.text;
  }

  #keyword(text: string, taken = true): boolean {
    if (this.#peek() !== text) return false;
    if (taken) this.#at++;
    return true;
  }

  #oneOf(words: ReadonlySet<string>): string | undefined {
    const text = this.#peek();
    if (text === undefined || !words.has(text)) return undefined;
    this.#at++;
    return text;
  }

  #word(expected: string): string {
    const token = this.#tokens[this.#at];
    if (token === undefined || (!token.quoted && /^[()]$/.test(token.text))) throw new Unexpected(expected);
    this.#at++;
    return token.text;
  }
}

/** The conditions of a rule as text; `undefined` when a part of it cannot be said so. */
export function writeRule(rule: Element): string | undefined {
  const conditions = elements(rule).map(writeCondition);
  if (conditions.length === 0 || conditions.includes(undefined)) return undefined;
  return conditions.join(` ${get(rule, "boolean-op")?.toLowerCase() ?? "and"} `);
}

function writeCondition(e: Element): string | undefined {
  const said = (name: string): string => get(e, name) ?? "";
  const fields = (of: Element | undefined): string =>
    [...(of?.attributes ?? [])]
      .filter(([name]) => name !== "id")
      .map(([name, value]) => ` ${name}=${value}`)
      .join("");
  switch (e.name) {
    case "rule": {
      const inner = writeRule(e);
      return inner === undefined ? undefined : `(${inner})`;
    }
    case "expression": {
      const [attribute, operation] = [quoted(said("attribute")), said("operation").toLowerCase()];
      if (/defined$/.test(operation)) return `${operation} ${attribute}`;
      const how = [get(e, "type"), get(e, "value-source")].filter((word) => word !== undefined);
      return [attribute, operation, ...how, quoted(said("value"))].join(" ");
    }
    case "date_expression": {
      const operation = get(e, "operation") ?? "in_range";
      if (operation === "date_spec") return `date-spec${fields(elements(e)[0])}`;
      if (operation !== "in_range") return `date ${operation} ${quoted(get(e, "start") ?? said("end"))}`;
      const start = get(e, "start");
      const end = elements(e).length > 0 ? `duration${fields(elements(e)[0])}` : quoted(said("end"));
      return ["date in_range", ...(start === undefined ? [] : [quoted(start)]), "to", end].join(" ");
    }
    case "rsc_expression":
      return `resource ${quoted([said("class"), said("provider"), said("type")].join(":"))}`;
    case "op_expression": {
      const interval = get(e, "interval");
      return `op ${quoted(said("name"))}${interval === undefined ? "" : ` interval=${interval}`}`;
    }
    default:
      return undefined;
  }
}
