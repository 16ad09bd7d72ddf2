/** Each rule, with a configuration that breaks it and one that does not. */
import { describe, expect, test } from "vitest";
import { applyPatch } from "../../cib/patch/patch.ts";
import { patchFromXml } from "../../cib/patch/patch-xml.ts";
import { NEWEST } from "../../cib/release/table.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { CONF_RULES } from "./conf-rules.ts";
import { ALL_RULES, RULE_IDS, verify } from "./read.ts";
import { cib, parsed, TABLE } from "./rules.testing.ts";
import { sarifOf } from "./sarif.ts";
import { verifyAnswer } from "./schema.ts";
import { readSilences } from "./silence.ts";
import { verifyLines } from "./text.ts";

/** With the rules about an upgrade too. */
const ALL_ASKED = { locate: () => undefined, silences: [], target: NEWEST.release };

const rulesBroken = (root: Element): string[] => verify(root, ALL_ASKED).findings.map(({ rule }) => rule);

describe("each rule", () => {
  test("is in the table", () => {
    const ofFiles = new Set(CONF_RULES.map(({ id }) => id));
    const ofCibs = ALL_RULES.map(({ id }) => id).filter((id) => !ofFiles.has(id));
    expect(Object.keys(TABLE).sort()).toEqual(ofCibs.sort());
  });

  for (const [rule, [broken, sound]] of Object.entries(TABLE)) {
    test(`${rule} is broken by the one and not by the other`, () => {
      const found = verify(cib(broken), ALL_ASKED);
      verifyAnswer.parse(found);
      expect(rulesBroken(cib(broken))).toContain(rule);
      expect(rulesBroken(cib(sound))).not.toContain(rule);
    });

    test(`${rule} is no longer broken once its patch is applied`, () => {
      const root = cib(broken);
      const mine = verify(root, ALL_ASKED).findings.filter((f) => f.rule === rule);
      const patches = mine.flatMap(({ patch }) => patch ?? []);
      let mended = root;
      for (const patch of patches) {
        const read = patchFromXml(parsed(patch));
        if (!read.ok) throw new Error(read.problem.message);
        const applied = applyPatch(mended, { changes: read.patch.changes });
        if (!applied.ok) throw new Error(applied.problem.message);
        mended = applied.cib;
      }
      if (patches.length > 0) expect(rulesBroken(mended)).not.toContain(rule);
    });
  }
});

const LEFT = TABLE.C01?.[0] ?? {};

test("a line with a reason silences a rule, or one object of it", () => {
  const root = cib(LEFT);
  const silenced = (text: string) => {
    const { silences, problems } = readSilences(text, RULE_IDS);
    expect(problems).toEqual([]);
    return verify(root, { locate: () => undefined, silences });
  };
  const all = silenced("a: 1\n  # holdfast: ignore C01 the switch is replaced\n");
  expect(all.findings.map(({ rule }) => rule)).not.toContain("C01");
  expect(all.silenced).toEqual([{ rule: "C01", reason: "the switch is replaced", count: 1 }]);
  expect(verifyLines(all).map(({ text }) => text)).toContain("silenced C01 (1): the switch is replaced");
  expect(silenced("<!-- holdfast: ignore C01:cli-ban-a-on-one why -->").silenced).toMatchObject([
    { count: 1, reason: "why" },
  ]);
  expect(silenced("# holdfast: ignore C01:other why").findings.map(({ rule }) => rule)).toContain("C01");
});

test("a silence without a reason, and one of no rule, is a problem", () => {
  expect(readSilences("x\n# holdfast: ignore C01\n<!-- holdfast: ignore C0l why -->", RULE_IDS).problems).toMatchObject(
    [
      { message: "C01 is silenced without a reason", where: { line: 2, column: 1 } },
      { message: "there is no rule C0l", where: { line: 3 }, hint: expect.stringContaining("did you mean") },
    ],
  );
});

test("SARIF names each rule, and each finding with its path", () => {
  const found = verify(cib(LEFT), { locate: () => ({ file: "c.xml", line: 3, column: 5 }), silences: [] });
  expect(sarifOf(found, "1.2.3")).toMatchObject({
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { rules: ALL_RULES.map(({ id }) => ({ id })) } },
        results: expect.arrayContaining([
          expect.objectContaining({
            ruleId: "C01",
            level: "warning",
            locations: [
              {
                physicalLocation: { artifactLocation: { uri: "c.xml" }, region: { startLine: 3, startColumn: 5 } },
                logicalLocations: [
                  { fullyQualifiedName: "/cib/configuration/constraints/rsc_location[@id='cli-ban-a-on-one']" },
                ],
              },
            ],
          }),
        ]),
      },
    ],
  });
});

test("what an upgrade takes away is asked for the release that takes it, and later ones, alone", () => {
  const about = (target?: string): string[] =>
    verify(cib(TABLE.U03?.[0] ?? {}), { ...ALL_ASKED, target })
      .findings.map(({ rule }) => rule)
      .filter((rule) => rule.startsWith("U"));
  expect([about(), about("2.1"), about("3.0"), about("3.0.3")]).toEqual([[], [], ["U03"], ["U03"]]);
});
