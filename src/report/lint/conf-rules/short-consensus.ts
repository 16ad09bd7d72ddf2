/** Q08. */
import { effectiveTotem } from "../../../corosync/defaults.ts";
import type { ConfRule } from "../rule/conf-rule.ts";

export const shortConsensus: ConfRule = {
  id: "Q08",
  severity: "error",
  title: "consensus is shorter than 1.2 times the token",
  why: "nodes give up a new membership before the others can answer, and the cluster does not become stable",
  fix: "leave out consensus, which then follows the token",
  source: "corosync.conf(5); Trento A1244C",
  check: ({ model, release }) => {
    const { token, consensus } = effectiveTotem(model, release);
    const least = Math.floor(token * 1.2);
    if (model.totem.get("consensus") === undefined || consensus >= least) return [];
    const text = `consensus is ${consensus} ms, and the token of ${token} ms needs ${least}`;
    return [{ at: model.totem.get("consensus"), path: "totem.consensus", text }];
  },
};
