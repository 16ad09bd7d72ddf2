/** U05. */
import { type Element, get, idOf, walk } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const negativeThreshold: LintRule = {
  id: "U05",
  severity: "warning",
  from: "3.0.0",
  title: "a negative migration-threshold",
  why: "Pacemaker 3 takes INFINITY, the default, for it, where 2 took 1: failures no longer move the resource",
  fix: "1 to keep what 2 did, or INFINITY",
  source: "Pacemaker 3.0.0's ChangeLog",
  check: ({ cib }) =>
    [...walk(cib)].filter(isNegative).map((at) => ({ at, text: `${idOf(at)} says ${get(at, "value")}` })),
};

const isNegative = (e: Element): boolean =>
  e.name === "nvpair" && get(e, "name") === "migration-threshold" && /^-\d/.test(get(e, "value") ?? "");
