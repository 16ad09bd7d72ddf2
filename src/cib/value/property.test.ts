import { describe, expect, test } from "vitest";
import { parseXml } from "../xml/parse.ts";
import type { Element } from "../xml/tree.ts";
import { clusterProperty, durationProperty } from "./property.ts";

function cibWith(sets: string): Element {
  const parsed = parseXml(`<cib><configuration><crm_config>${sets}</crm_config></configuration></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

const pair = (name: string, value: string): string =>
  `<nvpair id="p-${name}-${value}" name="${name}" value="${value}"/>`;
const set = (id: string, content: string, score = ""): string =>
  `<cluster_property_set id="${id}"${score}>${content}</cluster_property_set>`;

describe("a cluster property", () => {
  test("is undefined where no set has it, and where there is no configuration", () => {
    expect(clusterProperty(cibWith(set("a", pair("x", "1"))), "y")).toBeUndefined();
    expect(clusterProperty({ ...cibWith(""), children: [] }, "y")).toBeUndefined();
  });

  test("of cib-bootstrap-options goes before all others, whatever their scores", () => {
    const sets = set("a", pair("x", "a"), ' score="100"') + set("cib-bootstrap-options", pair("x", "own"));
    expect(clusterProperty(cibWith(sets), "x")).toBe("own");
  });

  test("of the set with the higher score goes before that of the other", () => {
    const sets = set("a", pair("x", "a")) + set("b", pair("x", "b"), ' score="2"') + set("c", pair("x", "c"));
    expect(clusterProperty(cibWith(sets), "x")).toBe("b");
  });

  test("is found by its present name under the former one, which the present one goes before", () => {
    const former = pair("stonith-timeout", "10s");
    expect(clusterProperty(cibWith(set("a", former)), "fencing-timeout")).toBe("10s");
    expect(clusterProperty(cibWith(set("a", former + pair("fencing-timeout", "20s"))), "fencing-timeout")).toBe("20s");
  });

  test("of a set with a rule counts while the rule passes", () => {
    const rule = '<rule id="r"><date_expression id="d" operation="gt" start="2026-01-01T00:00:00Z"/></rule>';
    const cib = cibWith(set("night", rule + pair("x", "later"), ' score="5"') + set("always", pair("x", "now")));
    const turn = Date.UTC(2026, 0, 1) / 1000;
    expect(clusterProperty(cib, "x", turn - 1)).toBe("now");
    expect(clusterProperty(cib, "x", turn + 1)).toBe("later");
  });

  test.each([
    ["60", 60_000],
    ["60s", 60_000],
    ["1min", 60_000],
    ["1m", 60_000],
    ["500ms", 500],
    ["2h", 7_200_000],
    ["PT1M", 60_000],
    ["soon", undefined],
    ["-5s", undefined],
  ])("that is a duration reads in every form: %s", (text, expected) => {
    expect(durationProperty(cibWith(set("a", pair("fencing-timeout", text))), "fencing-timeout", 0)).toBe(expected);
  });
});
