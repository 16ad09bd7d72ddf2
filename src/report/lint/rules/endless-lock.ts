/** O12. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { parseInterval } from "../../../cib/value/duration.ts";
import type { LintRule } from "../rule/rule.ts";

export const endlessLock: LintRule = {
  id: "O12",
  severity: "warning",
  title: "resources are locked to a node that was shut down, without a limit",
  why: "a node that does not come back keeps its services away",
  fix: "shutdown-lock-limit",
  source: "Pacemaker Explained, Cluster options",
  check: ({ property, propertyAt }) =>
    parseBoolean(property("shutdown-lock")) === true && (parseInterval(property("shutdown-lock-limit")) ?? 0) === 0
      ? [{ at: propertyAt("shutdown-lock"), text: "shutdown-lock has no shutdown-lock-limit" }]
      : [],
};
