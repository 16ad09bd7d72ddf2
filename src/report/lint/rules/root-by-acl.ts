/** O14. */
import { elements, get, idOf } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

/** Places from which resources can be written. */
const WHOLE = /^\/(?:\/?cib|\/?configuration|\/?resources|cib\/configuration|cib\/configuration\/resources)\/?$/;

export const rootByAcl: LintRule = {
  id: "O14",
  severity: "note",
  title: "a role may write resources",
  why: "who can configure a resource runs any program as root on every node",
  fix: "permissions for what the role needs, such as properties or constraints",
  source: "Pacemaker Explained, ACLs",
  check: ({ section }) =>
    section("acls")
      .filter((e) => e.name === "acl_role")
      .flatMap((role) =>
        elements(role, "acl_permission")
          .filter((p) => get(p, "kind") === "write")
          .filter((p) => WHOLE.test(get(p, "xpath") ?? "") || get(p, "object-type") === "resources")
          .map((at) => ({ at, text: `${idOf(role)} can become root` })),
      ),
};
