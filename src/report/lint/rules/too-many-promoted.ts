/** R22. */
import { idOf } from "../../../cib/xml/tree.ts";
import { pairIn, pairsWithout } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

export const tooManyPromoted: LintRule = {
  id: "R22",
  severity: "warning",
  title: "more instances are to be promoted than there are nodes",
  why: "those without a node are never promoted, and what waits for them never starts",
  fix: "promoted-max of at most the number of nodes, or promoted-node-max",
  source: "Pacemaker Explained, Promotable clones",
  check: ({ collectives, section }) => {
    const hosts = section("nodes").length;
    return collectives.flatMap((e) => {
      const meta = pairsWithout(e, "meta_attributes");
      const most = Number(meta.get("promoted-max") ?? meta.get("master-max") ?? "1");
      const onNode = Number(meta.get("promoted-node-max") ?? meta.get("master-node-max") ?? "1");
      const at = pairIn(e, "promoted-max") ?? pairIn(e, "master-max") ?? e;
      return hosts > 0 && most > hosts * onNode
        ? [{ at, text: `${idOf(e)} is to have ${most} promoted instances, and there are ${hosts} nodes` }]
        : [];
    });
  },
};
