/** Which of several blocks of name/value pairs counts: by score, by place in the document, by rule, by reference. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseXml } from "../xml/parse.ts";
import { type Element, element } from "../xml/tree.ts";
import { indexById } from "./element-index.ts";
import { plainPairs, readBlocks } from "./nvpair.ts";
import { CURRENT_RULES } from "./rule-dialect.ts";

function read(parent: Element, firstId?: string): Record<string, string> {
  const into = new Map<string, string>();
  readBlocks(parent, "meta_attributes", { byId: indexById(parent), now: 0, dialect: CURRENT_RULES }, into, firstId);
  return Object.fromEntries(into);
}

function xml(text: string): Element {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

const block = (attributes: string, ...pairs: readonly string[]): string =>
  `<meta_attributes ${attributes}>${pairs.map((p) => `<nvpair ${p}/>`).join("")}</meta_attributes>`;

describe("blocks of pairs", () => {
  it("count by descending score, and of equal ones the last first", () => {
    const low = block('id="l" score="1"', 'name="a" value="low"', 'name="b" value="low"', 'name="c" value="low"');
    const first = block('id="f" score="5"', 'name="a" value="first"', 'name="b" value="first"');
    const last = block('id="s" score="5"', 'name="a" value="last"');
    const wanted = { a: "last", b: "first", c: "low" };
    expect(read(xml(`<r>${low}${first}${last}</r>`))).toEqual(wanted);
    expect(read(xml(`<r>${first}${last}${low}</r>`))).toEqual(wanted);
  });

  it("count before all others where their id says so", () => {
    const text = `<r>${block('id="boot"', 'name="a" value="boot"')}${block('id="x" score="INFINITY"', 'name="a" value="x"')}</r>`;
    expect(read(xml(text))).toEqual({ a: "x" });
    expect(read(xml(text), "boot")).toEqual({ a: "boot" });
  });

  it("keep a name's first value, and skip pairs without a name or value", () => {
    expect(
      read(xml(`<r>${block('id="x"', 'name="a" value="1"', 'name="a" value="2"', 'name="b"', 'value="3"')}</r>`)),
    ).toEqual({
      a: "1",
    });
  });

  it("count only where one of their rules passes", () => {
    const rule = (operation: string): string =>
      `<rule><date_expression operation="${operation}" ${operation === "gt" ? "start" : "end"}="1980-01-01"/></rule>`;
    const text = (rules: string): string =>
      `<r><meta_attributes id="x">${rules}<nvpair name="a" value="1"/></meta_attributes></r>`;
    expect(read(xml(text(rule("lt"))))).toEqual({ a: "1" });
    expect(read(xml(text(rule("gt"))))).toEqual({});
    expect(read(xml(text(rule("gt") + rule("lt"))))).toEqual({ a: "1" });
    expect(plainPairs(xml(text(rule("lt"))), "meta_attributes")).toBeUndefined();
  });

  it("may be references, and so may pairs; one that leads nowhere counts for nothing", () => {
    const text = `<r>${block('id="x"', 'id="p" name="a" value="1"')}<s>${block('id-ref="x"')}${block('id="y"', 'id-ref="p"', 'id-ref="q"')}</s></r>`;
    const root = xml(text);
    const inner = root.children[1] as Element;
    const into = new Map<string, string>();
    readBlocks(inner, "meta_attributes", { byId: indexById(root), now: 0, dialect: CURRENT_RULES }, into);
    expect([...into]).toEqual([["a", "1"]]);
    expect(plainPairs(inner, "meta_attributes")).toBeUndefined();
  });

  it("say the same by the short way, which needs no context", () => {
    const pair = fc
      .record({ name: fc.constantFrom("a", "b", undefined), value: fc.constantFrom("1", "2", undefined) })
      .map((attributes) => element("nvpair", attributes));
    const blocks = fc
      .record({
        score: fc.constantFrom("1", "2", "-INFINITY", "x", undefined),
        pairs: fc.array(pair, { maxLength: 3 }),
      })
      .map(({ score, pairs }) => element("meta_attributes", { score }, pairs));
    fc.assert(
      fc.property(fc.array(blocks, { maxLength: 4 }), (children) => {
        const parent = element("r", {}, children);
        const short = new Map<string, string>();
        for (const [name, value] of plainPairs(parent, "meta_attributes") ?? [])
          if (!short.has(name)) short.set(name, value);
        expect(Object.fromEntries(short)).toEqual(read(parent));
      }),
      { seed: 11 },
    );
  });
});
