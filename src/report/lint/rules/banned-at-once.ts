/** O09. */
import { pairIn } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

export const bannedAtOnce: LintRule = {
  id: "O09",
  severity: "warning",
  title: "one failure bans a resource from a node until someone cleans up",
  why: "with migration-threshold=1 and no failure-timeout a second failure on the last node leaves it nowhere to run",
  fix: "a failure-timeout, or a higher threshold",
  source: "Pacemaker Explained, Failure handling",
  check: ({ primitives }) =>
    primitives
      .filter(({ meta }) => meta.get("migration-threshold") === "1" && !meta.has("failure-timeout"))
      .map(({ element, id }) => ({
        at: pairIn(element, "migration-threshold") ?? element,
        text: `${id} is banned from a node by its first failure, until someone cleans up`,
      })),
};
