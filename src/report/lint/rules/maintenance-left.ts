/** O01. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { get } from "../../../cib/xml/tree.ts";
import { pairIn, pairsWithout } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

export const maintenanceLeft: LintRule = {
  id: "O01",
  severity: "warning",
  title: "the cluster, a node or a resource is in maintenance",
  why: "nothing is recovered there; it is often forgotten after the work",
  fix: "end the maintenance, or say with a reason why it stays",
  source: "tripleo; sap cluster checks",
  check: ({ property, propertyAt, section, primitives, collectives }) => [
    ...(parseBoolean(property("maintenance-mode")) === true
      ? [{ at: propertyAt("maintenance-mode"), text: "the whole cluster is in maintenance" }]
      : []),
    ...section("nodes").flatMap((node) => {
      const on = parseBoolean(pairsWithout(node, "instance_attributes").get("maintenance")) === true;
      return on ? [{ at: pairIn(node, "maintenance") ?? node, text: `${get(node, "uname")} is in maintenance` }] : [];
    }),
    ...[...primitives.map(({ element }) => element), ...collectives].flatMap((e) => {
      const meta = pairsWithout(e, "meta_attributes");
      const off = parseBoolean(meta.get("is-managed")) === false;
      const on = parseBoolean(meta.get("maintenance")) === true;
      if (!off && !on) return [];
      return [{ at: pairIn(e, off ? "is-managed" : "maintenance") ?? e, text: `${get(e, "id")} is not managed` }];
    }),
  ],
};
