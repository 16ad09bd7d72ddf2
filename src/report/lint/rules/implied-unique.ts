/** R19. */
import { idOf } from "../../../cib/xml/tree.ts";
import { pairIn, pairsWithout } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

export const impliedUnique: LintRule = {
  id: "R19",
  severity: "warning",
  title: "several instances of a clone on a node, which does not say whether they differ",
  why: "releases differ in what clone-node-max above 1 means for instances that are not unique",
  fix: "say globally-unique",
  source: "Pacemaker 3.0's changes; Pacemaker Explained, Clones",
  check: ({ collectives }) =>
    collectives.flatMap((e) => {
      const meta = pairsWithout(e, "meta_attributes");
      const most = Number(meta.get("clone-node-max") ?? "1");
      return e.name === "clone" && most > 1 && !meta.has("globally-unique")
        ? [{ at: pairIn(e, "clone-node-max") ?? e, text: `${idOf(e)} has up to ${most} instances on a node` }]
        : [];
    }),
};
