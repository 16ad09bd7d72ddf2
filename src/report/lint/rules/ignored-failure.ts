/** R07. */
import { get } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const ignoredFailure: LintRule = {
  id: "R07",
  severity: "warning",
  title: "a monitor's failure is ignored",
  why: "the resource is down, and the cluster says that it runs",
  fix: "on-fail=restart, the default",
  source: "Pacemaker Explained, Operations",
  check: ({ primitives }) =>
    primitives.flatMap(({ id, operations }) =>
      operations
        .filter((op) => get(op, "name") === "monitor" && get(op, "on-fail") === "ignore")
        .map((at) => ({ at, text: `a failed monitor of ${id} is ignored` })),
    ),
};
