/** O02. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { get, idOf } from "../../../cib/xml/tree.ts";
import { withValue } from "../rule/edit.ts";
import type { LintRule } from "../rule/rule.ts";

export const nothingRuns: LintRule = {
  id: "O02",
  severity: "warning",
  title: "resources may run nowhere",
  why: "with stop-all-resources nothing runs; with symmetric-cluster=false only what a location constraint allows",
  fix: "stop-all-resources=false; a location constraint for each resource",
  source: "Pacemaker Explained, Cluster options",
  check: ({ cib, property, propertyAt, primitives, section }) => {
    const at = propertyAt("stop-all-resources");
    const stopped = parseBoolean(property("stop-all-resources")) === true;
    if (stopped) return [{ at, text: "every resource is stopped", fixed: withValue(cib, at, "false") }];
    if (parseBoolean(property("symmetric-cluster")) !== false) return [];
    const constraints = section("constraints");
    const named = new Set(constraints.flatMap((e) => [get(e, "rsc"), ...refs(e)]));
    if (constraints.some((e) => get(e, "rsc-pattern") !== undefined)) return [];
    return primitives
      .filter(({ id, within, stonith }) => !stonith && ![id, ...within.map(idOf)].some((name) => named.has(name)))
      .map(({ element, id }) => ({ at: element, text: `${id} has no location, and the cluster is not symmetric` }));
  },
};

const refs = (e: Parameters<typeof idOf>[0]): string[] =>
  e.children.flatMap((set) =>
    set.kind === "element" ? set.children.flatMap((ref) => (ref.kind === "element" ? [idOf(ref)] : [])) : [],
  );
