/** U01. */
import { oldFormsIn } from "../../../cib/upgrade/from-3.ts";
import { type Element, get, idOf } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const rewrittenForm: LintRule = {
  id: "U01",
  severity: "warning",
  from: "3.0.0",
  title: "a form that Pacemaker 3 no longer takes",
  why: "the upgrade of the schema rewrites it, and tools that still write it are refused then",
  fix: "write the form of today; holdfast import says it, and cibadmin --upgrade rewrites it",
  source: "Pacemaker 3.0.0's ChangeLog; upgrade-3.10-0.xsl to upgrade-3.10-8.xsl",
  check: ({ cib }) =>
    oldFormsIn(cib)
      .filter(({ dropped }) => !dropped)
      .map(({ at }) => ({ at, text: said(at) })),
};

function said(e: Element): string {
  const name = get(e, "name");
  switch (e.name) {
    case "nvpair":
      return name === undefined ? `a pair without a value (${idOf(e)})` : `${name} in the pair ${idOf(e)}`;
    case "meta_attributes":
      return `${idOf(e)} has meta attributes that are gone, such as restart-type and role_after_failure`;
    case "node":
      return `${get(e, "uname") ?? idOf(e)} is a node of type ping`;
    case "date_spec":
      return `${idOf(e)} names a phase of the moon`;
    case "rsc_location":
      return `${idOf(e)} has several rules`;
    case "docker":
    case "podman":
      return `a bundle says masters=${get(e, "masters")}, not promoted-max`;
    default:
      return `<${e.name}> ${idOf(e)}`;
  }
}
