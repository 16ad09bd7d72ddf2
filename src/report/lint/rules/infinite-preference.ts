/** C09. */
import { INFINITY, parseScore } from "../../../cib/value/score.ts";
import { get, idOf } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const infinitePreference: LintRule = {
  id: "C09",
  severity: "warning",
  title: "a resource prefers one node with INFINITY",
  why: "no stickiness outweighs it: the resource moves back as soon as the node returns",
  fix: "a finite score",
  source: "Red Hat; Pacemaker Explained, Location constraints",
  check: ({ section, property }) =>
    property("symmetric-cluster") === "false"
      ? []
      : section("constraints")
          .filter(
            (e) =>
              e.name === "rsc_location" &&
              get(e, "node") !== undefined &&
              parseScore(get(e, "score")) === INFINITY &&
              !idOf(e).startsWith("cli-"),
          )
          .map((at) => ({ at, text: `${get(at, "rsc") ?? idOf(at)} prefers ${get(at, "node")} with INFINITY` })),
};
