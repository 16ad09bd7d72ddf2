/** F01. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { withValue } from "../rule/edit.ts";
import type { LintRule } from "../rule/rule.ts";

export const fencingDisabled: LintRule = {
  id: "F01",
  severity: "error",
  title: "fencing is switched off",
  why: "a node that is lost keeps its resources, and another node starts them too",
  fix: "set fencing-enabled (before 3.0.2: stonith-enabled) to true, and configure a device for each node",
  source: "Pacemaker Explained, Cluster options; crm_verify",
  check: ({ cib, property, propertyAt }) => {
    if (parseBoolean(property("fencing-enabled")) !== false) return [];
    const at = propertyAt("fencing-enabled", "stonith-enabled");
    return [{ at, text: "fencing is switched off", fixed: withValue(cib, at, "true") }];
  },
};
