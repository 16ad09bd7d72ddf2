/** F18. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { withValue } from "../rule/edit.ts";
import type { LintRule } from "../rule/rule.ts";

export const serialFencing: LintRule = {
  id: "F18",
  severity: "warning",
  title: "fencing is serial",
  why: "a node whose fencing hangs keeps the others from being fenced",
  fix: "concurrent-fencing=true",
  source: "Trento 6E0DEC; Pacemaker Explained, Cluster options",
  check: ({ cib, property, propertyAt, devices }) => {
    if (parseBoolean(property("concurrent-fencing")) !== false || devices.length < 2) return [];
    const at = propertyAt("concurrent-fencing");
    return [{ at, text: "nodes are fenced one after the other", fixed: withValue(cib, at, "true") }];
  },
};
