/** R28. */
import { elements, idOf } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

const MOST = 20;

export const longGroup: LintRule = {
  id: "R28",
  severity: "note",
  title: "a group has very many members",
  why: "the failure of one restarts all that follow it",
  fix: "split it along what really depends on what",
  source: "general practice",
  check: ({ collectives }) =>
    collectives
      .filter((e) => e.name === "group" && elements(e, "primitive").length > MOST)
      .map((at) => ({ at, text: `${idOf(at)} has ${elements(at, "primitive").length} members` })),
};
