import { describe, expect, it } from "vitest";
import { parseXml } from "../xml/parse.ts";
import type { Element } from "../xml/tree.ts";
import { parseMoment } from "./date.ts";
import { indexById } from "./element-index.ts";
import { readBlocks } from "./nvpair.ts";
import { evaluateRule, type RuleContext } from "./rule.ts";
import { CURRENT_RULES } from "./rule-dialect.ts";

function read(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}

const NOW = parseMoment("2024-01-02 10:00:00") ?? Number.NaN;

function verdict(conditions: string, context: Partial<RuleContext> = {}, attributes = ""): boolean {
  const rule = read(`<rule id="r" ${attributes}>${conditions}</rule>`);
  return evaluateRule(rule, { now: NOW, byId: indexById(rule), ...context });
}

const node = new Map([
  ["site", "East"],
  ["weight", "10"],
  ["load", "2.5"],
  ["odd", "x1"],
  ["version", "2.10.1"],
]);
const attribute = (name: string, operation: string, value?: string, rest = ""): string =>
  `<expression id="e" attribute="${name}" operation="${operation}" ${value === undefined ? "" : `value="${value}"`} ${rest}/>`;

describe("attribute expressions", () => {
  const holds = (
    name: string,
    operation: string,
    value?: string,
    rest?: string,
    context: Partial<RuleContext> = {},
  ): boolean => verdict(attribute(name, operation, value, rest), { nodeAttributes: node, ...context });

  it.each([
    ["site", "eq", "EAST", "", true],
    ["site", "ne", "west", "", true],
    ["site", "defined", undefined, "", true],
    ["none", "not_defined", undefined, "", true],
    ["none", "eq", "x", "", false],
    ["none", "ne", "x", "", true],
    ["none", "lt", "5", "", false],
    ["weight", "gt", "9", "", true],
    ["weight", "gt", "9", 'type="string"', false],
    ["weight", "lte", "10", "", true],
    ["load", "gt", "2.25", "", true],
    ["load", "gt", "2", 'type="integer"', false],
    ["odd", "lt", "x2", "", true],
    ["version", "gt", "2.9", 'type="version"', true],
    ["site", "burns", "x", "", false],
  ])("%s %s %s %s: %s", (name, operation, value, rest, expected) => {
    expect(holds(name, operation, value, rest)).toBe(expected);
  });

  it("compare with parameters and meta-attributes, and name what the pattern matched", () => {
    expect(holds("site", "eq", "p", 'value-source="param"', { params: new Map([["p", "east"]]) })).toBe(true);
    expect(holds("site", "eq", "m", 'value-source="meta"', { params: new Map([["m", "east"]]) })).toBe(false);
    expect(holds("%1", "eq", "10", "", { submatches: ["rsc-weight", "weight"] })).toBe(true);
  });

  it("compare versions part by part in releases that do", () => {
    const older = { dialect: { ...CURRENT_RULES, versionsByParts: true } };
    const is10 = (context: Partial<RuleContext>): boolean => holds("weight", "eq", "+10", 'type="version"', context);
    expect([is10({}), is10(older)]).toEqual([false, true]);
  });

  it("know nothing where no node is considered", () => {
    expect(verdict(attribute("site", "eq", "East"))).toBe(false);
    expect(verdict(attribute("site", "not_defined"))).toBe(true);
  });
});

describe("rules", () => {
  const [yes, no] = [attribute("site", "defined"), attribute("none", "defined")];
  const nodeAttributes = node;

  it("combine with and unless they say or; an empty one passes", () => {
    expect(verdict(yes + no, { nodeAttributes })).toBe(false);
    expect(verdict(yes + no, { nodeAttributes }, 'boolean-op="or"')).toBe(true);
    expect(verdict(`${yes}<rule id="r2" boolean-op="or">${no}${yes}</rule>`, { nodeAttributes })).toBe(true);
    expect([verdict(""), verdict("", {}, 'boolean-op="or"')]).toEqual([true, true]);
    expect(verdict(yes, { nodeAttributes }, 'boolean-op="xor"')).toBe(false);
    expect(verdict("<strange/>", { nodeAttributes })).toBe(false);
  });

  it("match operations and resources", () => {
    const operation = { name: "monitor", intervalMs: 10_000 };
    const op = (rest: string): boolean => verdict(`<op_expression id="o" ${rest}/>`, { operation });
    expect([
      op('name="monitor"'),
      op('name="monitor" interval="10s"'),
      op('name="monitor" interval="20s"'),
      op('name="start"'),
    ]).toEqual([true, true, false, false]);
    const resource = { standard: "ocf", provider: "heartbeat", type: "IPaddr2" };
    const rsc = (rest: string): boolean => verdict(`<rsc_expression id="o" ${rest}/>`, { resource });
    expect([rsc('class="ocf" type="IPaddr2"'), rsc('provider="pacemaker"'), rsc("")]).toEqual([true, false, true]);
    expect(verdict('<rsc_expression id="o"/>')).toBe(true);
    expect(verdict('<rsc_expression id="o" class="ocf"/>')).toBe(false);
  });
});

describe("date expressions", () => {
  const judge = (conditions: string): { holds: boolean; next: string | undefined } => {
    const nextChange = { at: undefined as number | undefined };
    const holds = verdict(conditions, { nextChange });
    return {
      holds,
      next: nextChange.at === undefined ? undefined : new Date(nextChange.at * 1000).toISOString().slice(0, 19),
    };
  };
  const spec = (rest: string): string =>
    `<date_expression id="d" operation="date_spec"><date_spec id="s" ${rest}/></date_expression>`;
  const range = (rest: string, inner = ""): string =>
    `<date_expression id="d" operation="in_range" ${rest}>${inner}</date_expression>`;

  it.each([
    [range('start="2024-01-02T10:00:00" end="2024-01-02T10:00:00"'), true, "2024-01-02T10:00:01"],
    [range('start="2024-01-03"'), false, "2024-01-03T00:00:00"],
    [range('end="2024-01-01"'), false, undefined],
    [range('start="2024-01-01"', '<duration id="x" months="1" hours="1"/>'), true, "2024-02-01T01:00:01"],
    [range(""), false, undefined],
    [range('start="nonsense" end="2025-01-01"'), false, undefined],
    ['<date_expression id="d" operation="gt" start="2024-01-02T10:00:00"/>', false, "2024-01-02T10:00:01"],
    ['<date_expression id="d" operation="gt" start="2024-01-02T09:59:59"/>', true, undefined],
    ['<date_expression id="d" operation="lt" end="2024-01-02T10:00:01"/>', true, "2024-01-02T10:00:01"],
    ['<date_expression id="d" operation="lt" end="2024-01-02T10:00:00"/>', false, undefined],
    [spec('hours="9-16" weekdays="1-5"'), true, undefined],
    [spec('weekdays="6-7"'), false, undefined],
    [spec('hours="-10" monthdays="2-"'), true, undefined],
    [spec('hours="x"'), false, undefined],
    [spec('hours=" +9- 16"'), true, undefined],
    [spec('hours="9 -16"'), false, undefined],
    [spec('hours="9-16 "'), false, undefined],
    [spec('hours="9-9223372036854775807"'), true, undefined],
    [spec('hours="9-9223372036854775808"'), false, undefined],
    [spec('hours="-99999999999999999999"'), false, undefined],
    [spec('weeks="1" weekyears="2024" yeardays="2"'), true, undefined],
    [spec(""), true, undefined],
  ])("%s", (conditions, holds, next) => {
    expect(judge(conditions)).toEqual({ holds, next });
  });

  it("hold any value for a range that cannot be read, in releases that say so", () => {
    const dialect = { ...CURRENT_RULES, unreadableRangePasses: true };
    for (const hours of ["x", "", "9-x", "9 -10", "99999999999999999999"])
      expect(verdict(spec(`hours="${hours}"`), { dialect }), hours).toBe(true);
    expect(verdict(spec('hours="20-"'), { dialect })).toBe(false);
  });

  it("tell the earliest change of several, as far as they were looked at", () => {
    expect(judge(`${range('end="2025-01-01"')}${range('end="2024-06-01"')}`).next).toBe("2024-06-01T00:00:01");
    expect(judge(`${range('end="2023-01-01"')}${range('end="2024-06-01"')}`).next).toBeUndefined();
  });
});

describe("readBlocks", () => {
  const cib = read(`<cib>
    <p id="p">
      <m id="m1"><nvpair id="a1" name="a" value="1"/><nvpair id="b1" name="b" value="1"/><nvpair id="b2" name="b" value="2"/></m>
      <m id="m2"><nvpair id="a2" name="a" value="later"/></m>
      <m id-ref="shared"/>
      <m id="m3" score="100"><rule id="r"><expression id="e" attribute="site" operation="eq" value="east"/></rule><nvpair id="c3" name="c" value="east only"/></m>
      <m id="m4" score="-INFINITY"><nvpair id-ref="b1"/><nvpair id="d" name="d" value="#default"/><nvpair id="none" name="none"/></m>
    </p>
    <other><m id="shared" score="50"><nvpair id="s" name="a" value="shared"/></m></other>
  </cib>`);
  const byId = indexById(cib);
  const readInto = (
    nodeAttributes?: ReadonlyMap<string, string>,
    into = new Map<string, string>(),
    firstId?: string,
  ): object => {
    readBlocks(
      byId.get("p"),
      "m",
      { now: NOW, byId, ...(nodeAttributes === undefined ? {} : { nodeAttributes }) },
      into,
      firstId,
    );
    return Object.fromEntries(into);
  };

  it("takes the highest score's value of a name, then the last block's, and honours rules and references", () => {
    expect(readInto()).toEqual({ a: "shared", b: "1", d: "#default" });
    expect(readInto(node)).toEqual({ a: "shared", b: "1", c: "east only", d: "#default" });
  });

  it("keeps what is there already, and reads one block first if asked", () => {
    expect(readInto(undefined, new Map([["b", "mine"]]), "m2")).toEqual({ a: "later", b: "mine", d: "#default" });
  });
});
