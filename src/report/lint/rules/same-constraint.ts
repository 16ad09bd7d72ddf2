/** C11. */

import { printXml } from "../../../cib/xml/print.ts";
import { elements, idOf, withAttribute } from "../../../cib/xml/tree.ts";
import { withoutElement } from "../rule/edit.ts";
import type { Breach, LintRule } from "../rule/rule.ts";

export const sameConstraint: LintRule = {
  id: "C11",
  severity: "warning",
  title: "two constraints say the same",
  why: "scores of colocations and locations add up, and removing one changes nothing",
  fix: "remove one",
  source: "pcs: duplicate constraints",
  check: ({ cib, section }) => {
    const seen = new Map<string, string>();
    return section("constraints").flatMap((at): Breach[] => {
      if (elements(at).length > 0) return [];
      const said = printXml(
        { ...withAttribute(at, "id", undefined), attributes: sorted(at.attributes) },
        { indent: 0 },
      );
      const first = seen.get(said);
      seen.set(said, first ?? idOf(at));
      return first === undefined
        ? []
        : [{ at, text: `${idOf(at)} says the same as ${first}`, fixed: withoutElement(cib, at) }];
    });
  },
};

const sorted = (attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...attributes].filter(([name]) => name !== "id").sort(([a], [b]) => (a < b ? -1 : 1)));
