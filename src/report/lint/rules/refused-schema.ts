/** U04. */
import { get } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const refusedSchema: LintRule = {
  id: "U04",
  severity: "error",
  from: "3.0.0",
  title: "a CIB of a schema that Pacemaker 3 does not know",
  why: "it neither validates nor upgrades such a CIB",
  fix: "cibadmin --upgrade before the nodes are upgraded",
  source: "Pacemaker 3.0.0's ChangeLog: validate-with",
  check: ({ cib }) => {
    const schema = get(cib, "validate-with");
    const known = schema !== undefined && /^(?:pacemaker-(?:1\.[023]|[234]\.\d+)|none)$/.test(schema);
    if (known) return [];
    return [{ at: cib, text: schema === undefined ? "the CIB has no validate-with" : `validate-with=${schema}` }];
  },
};
