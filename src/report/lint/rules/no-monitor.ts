/** R01. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { parseInterval } from "../../../cib/value/duration.ts";
import { get } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const noMonitor: LintRule = {
  id: "R01",
  severity: "warning",
  title: "a resource has no recurring monitor",
  why: "when it fails nothing notices",
  fix: "a monitor with an interval",
  source: "pcs: resource managed without monitor",
  check: ({ primitives }) =>
    primitives
      .filter(({ stonith, meta, operations }) => {
        if (stonith || parseBoolean(meta.get("is-managed")) === false) return false;
        return !operations.some((op) => get(op, "name") === "monitor" && (parseInterval(get(op, "interval")) ?? 0) > 0);
      })
      .map(({ element, id }) => ({ at: element, text: `${id} has no recurring monitor` })),
};
