/** O08. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import type { LintRule } from "../rule/rule.ts";

export const endlessStart: LintRule = {
  id: "O08",
  severity: "warning",
  title: "a start that fails is tried again without end",
  why: "with start-failure-is-fatal=false and no migration-threshold the resource never leaves a node it cannot start on",
  fix: "a migration-threshold, as a resource default or for each resource",
  source: "Pacemaker Explained, Cluster options",
  check: ({ property, propertyAt, primitives }) => {
    if (parseBoolean(property("start-failure-is-fatal")) !== false) return [];
    const without = primitives.filter(({ meta, stonith }) => !stonith && !meta.has("migration-threshold"));
    if (without.length === 0) return [];
    const names = without.slice(0, 5).map(({ id }) => id);
    const more = without.length > names.length ? ` and ${without.length - names.length} more` : "";
    return [
      { at: propertyAt("start-failure-is-fatal"), text: `no migration-threshold for ${names.join(", ")}${more}` },
    ];
  },
};
