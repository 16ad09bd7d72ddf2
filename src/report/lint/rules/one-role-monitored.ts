/** R03. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { parseInterval } from "../../../cib/value/duration.ts";
import { get } from "../../../cib/xml/tree.ts";
import { pairsWithout } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

const PROMOTED = new Set(["Promoted", "Master"]);

export const oneRoleMonitored: LintRule = {
  id: "R03",
  severity: "warning",
  title: "a promotable resource is monitored in one role only",
  why: "the promoted instance runs without a monitor, or the others do",
  fix: "a monitor for each role, with different intervals",
  source: "Pacemaker Explained, Promotable clones",
  check: ({ primitives }) =>
    primitives.flatMap(({ element, id, operations, within }) => {
      const promotable = within.some(
        (e) => e.name === "master" || parseBoolean(pairsWithout(e, "meta_attributes").get("promotable")) === true,
      );
      const monitors = operations.filter(
        (op) => get(op, "name") === "monitor" && (parseInterval(get(op, "interval")) ?? 0) > 0,
      );
      if (!promotable || monitors.length === 0) return [];
      if (monitors.some((op) => PROMOTED.has(get(op, "role") ?? ""))) {
        const others = monitors.some((op) => !PROMOTED.has(get(op, "role") ?? ""));
        return others ? [] : [{ at: element, text: `${id} is monitored only where it is promoted` }];
      }
      return [{ at: element, text: `${id} is not monitored where it is promoted` }];
    }),
};
