/** R30. */
import { isSecretName } from "../../../cib/secret-text.ts";
import { pairIn } from "../facts.ts";
import type { LintRule } from "../rule.ts";

export const plainSecret: LintRule = {
  id: "R30",
  severity: "note",
  title: "a secret stands in the configuration",
  why: "whoever may read the CIB may read it: members of the group haclient, every backup, every report",
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
