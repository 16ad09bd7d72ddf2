/** R30. */
import { isSecretName } from "../../../cib/secret-text.ts";
import { pairIn } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

export const plainSecret: LintRule = {
  id: "R30",
  severity: "note",
  title: "a secret stands in the configuration",
  why: "all who may read the CIB read it: members of the group haclient, backups, reports",
  fix: "a parameter that names a file or a script (passwd_script), or cibsecret",
  source: "Pacemaker Administration, cibsecret",
  check: ({ primitives }) =>
    primitives.flatMap(({ element, id, parameters }) =>
      [...parameters].flatMap(([name, value]) =>
        isSecretName(name) && value !== "" && value !== "lrm://" && !/_(?:script|file|path)$/.test(name)
          ? [{ at: pairIn(element, name) ?? element, text: `${name} of ${id} is in the configuration` }]
          : [],
      ),
    ),
};
