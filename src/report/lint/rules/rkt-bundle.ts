/** U02. */
import { oldFormsIn } from "../../../cib/upgrade/from-3.ts";
import { idOf } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const rktBundle: LintRule = {
  id: "U02",
  severity: "error",
  from: "3.0.0",
  title: "a bundle in rkt",
  why: "Pacemaker 3 has no rkt, and the upgrade of the schema takes the bundle out with its constraints",
  fix: "run it in podman or docker before the upgrade",
  source: "Pacemaker 3.0.0's ChangeLog; upgrade-3.10-1.xsl",
  // The classes nagios and upstart, which are dropped too, R12 names.
  check: ({ cib }) =>
    oldFormsIn(cib)
      .filter(({ at, dropped }) => dropped && at.name === "bundle")
      .map(({ at }) => ({ at, text: `${idOf(at)} runs in rkt` })),
};
