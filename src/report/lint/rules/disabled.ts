/** R29. */
import { get } from "../../../cib/xml/tree.ts";
import { pairIn, pairsWithout } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

export const disabledResource: LintRule = {
  id: "R29",
  severity: "note",
  title: "a resource is disabled",
  why: "it is often forgotten after the work",
  fix: "enable it, or say with a reason why it stays",
  source: "tripleo",
  check: ({ primitives, collectives }) =>
    [...primitives.map(({ element }) => element), ...collectives].flatMap((e) =>
      pairsWithout(e, "meta_attributes").get("target-role")?.toLowerCase() === "stopped"
        ? [{ at: pairIn(e, "target-role") ?? e, text: `${get(e, "id")} is disabled` }]
        : [],
    ),
};
