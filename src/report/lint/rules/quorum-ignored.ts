/** Q05. */
import { withValue } from "../rule/edit.ts";
import type { LintRule } from "../rule/rule.ts";

export const quorumIgnored: LintRule = {
  id: "Q05",
  severity: "warning",
  title: "the loss of quorum is ignored",
  why: "each half of a cluster that falls apart continues, and both may run the same resource",
  fix: "no-quorum-policy=stop; freeze with GFS2; two nodes need two_node in corosync.conf, not this",
  source: "Pacemaker Explained, Cluster options",
  check: ({ cib, property, propertyAt }) => {
    if (property("no-quorum-policy") !== "ignore") return [];
    const at = propertyAt("no-quorum-policy");
    return [{ at, text: "a partition without quorum continues", fixed: withValue(cib, at, "stop") }];
  },
};
