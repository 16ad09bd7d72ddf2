/** O13. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { withValue } from "../rule/edit.ts";
import type { LintRule } from "../rule/rule.ts";

export const noProbes: LintRule = {
  id: "O13",
  severity: "warning",
  title: "resources are not probed when a node joins",
  why: "what runs there already is not found, and is started a second time elsewhere",
  fix: "enable-startup-probes=true",
  source: "Pacemaker Explained, Cluster options (deprecated)",
  check: ({ cib, property, propertyAt }) => {
    if (parseBoolean(property("enable-startup-probes")) !== false) return [];
    const at = propertyAt("enable-startup-probes");
    return [{ at, text: "nodes that join are not probed", fixed: withValue(cib, at, "true") }];
  },
};
