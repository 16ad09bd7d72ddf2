/** C01. */
import { get, idOf, walk } from "../../../cib/xml/tree.ts";
import { withoutElement } from "../rule/edit.ts";
import type { LintRule } from "../rule/rule.ts";

export const leftMove: LintRule = {
  id: "C01",
  severity: "warning",
  title: "a move or ban by hand is still in force",
  why: "it holds the resource to a node, or off it, long after the reason is gone",
  fix: "clear it",
  source: "pcs; Trento FA37C7",
  check: ({ cib, section }) =>
    section("constraints")
      .filter((e) => e.name === "rsc_location" && /^cli-(?:ban|prefer|standby)-/.test(idOf(e)))
      // One that expires was not forgotten.
      .filter((e) => ![...walk(e)].some((part) => part.name === "date_expression"))
      .map((at) => ({
        at,
        text: `${get(at, "rsc")} was ${/^cli-prefer/.test(idOf(at)) ? "moved" : "banned"} by hand (${idOf(at)})`,
        fixed: withoutElement(cib, at),
      })),
};
