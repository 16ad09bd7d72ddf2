/** R08. */
import { get } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const blockedForGood: LintRule = {
  id: "R08",
  severity: "warning",
  title: "a failure-timeout that cannot end a block",
  why: "Pacemaker does not let failures expire for an operation with on-fail=block",
  fix: "remove failure-timeout or on-fail=block",
  source: "crm_verify; Pacemaker Explained, Failure handling",
  check: ({ primitives }) =>
    primitives.flatMap(({ id, operations, meta }) =>
      operations
        .filter((op) => get(op, "on-fail") === "block" && meta.has("failure-timeout"))
        .map((at) => ({
          at,
          text: `${id} is blocked by a failed ${get(at, "name")}, which its failure-timeout does not end`,
        })),
    ),
};
