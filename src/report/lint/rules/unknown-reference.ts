/** C02. */
import { get, idOf, walk } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const unknownReference: LintRule = {
  id: "C02",
  severity: "error",
  title: "a constraint names a resource that there is not",
  why: "Pacemaker ignores the constraint",
  fix: "name a resource or tag of the cluster, or remove the constraint",
  source: "crm_verify",
  check: ({ section, ids }) =>
    section("constraints").flatMap((at) => {
      const named = ["rsc", "with-rsc", "first", "then"].flatMap((name) => get(at, name) ?? []);
      const inSets = [...walk(at)].filter((e) => e.name === "resource_ref").map(idOf);
      return [...named, ...inSets]
        .filter((id) => !ids.has(id))
        .map((id) => ({ at, text: `${idOf(at)} names "${id}", and there is no such resource` }));
    }),
};
