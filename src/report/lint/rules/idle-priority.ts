/** O17. */
import type { LintRule } from "../rule/rule.ts";

export const idlePriority: LintRule = {
  id: "O17",
  severity: "note",
  title: "priority-fencing-delay without a priority",
  why: "the delay compares the priorities of what runs on the nodes; all are 0",
  fix: "a meta attribute priority for the resources that matter",
  source: "Trento 0AA227; Pacemaker Explained, Cluster options",
  check: ({ property, propertyAt, primitives }) =>
    property("priority-fencing-delay") !== undefined && primitives.every(({ meta }) => !meta.has("priority"))
      ? [{ at: propertyAt("priority-fencing-delay"), text: "no resource has a priority" }]
      : [],
};
