/** R02. */
import { parseInterval } from "../../../cib/value/duration.ts";
import { get } from "../../../cib/xml/tree.ts";
import { withoutElement } from "../rule/edit.ts";
import type { Breach, LintRule } from "../rule/rule.ts";

export const sameOperation: LintRule = {
  id: "R02",
  severity: "error",
  title: "two operations have the same name and interval",
  why: "Pacemaker ignores the second one, also where their roles differ",
  fix: "give them different intervals, such as 10 s and 11 s",
  source: "crm_verify: operation is duplicate; Pacemaker Explained, Promotable clones",
  check: ({ cib, primitives }) =>
    primitives.flatMap(({ id, operations }) => {
      const seen = new Map<string, string>();
      return operations.flatMap((at): Breach[] => {
        const key = `${get(at, "name")} ${parseInterval(get(at, "interval")) ?? 0}`;
        const role = get(at, "role") ?? "";
        const before = seen.get(key);
        if (before === undefined) {
          seen.set(key, role);
          return [];
        }
        const text = `${id} has two operations ${get(at, "name")} with the interval ${get(at, "interval") ?? "0"}`;
        return [{ at, text, ...(before === role ? { fixed: withoutElement(cib, at) } : {}) }];
      });
    }),
};
