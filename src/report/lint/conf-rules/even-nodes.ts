/** Q12. */
import { switchIn } from "../../../corosync/model.ts";
import type { ConfRule } from "../rule/conf-rule.ts";

export const evenNodes: ConfRule = {
  id: "Q12",
  severity: "warning",
  title: "an even number of nodes without a tie breaker",
  why: "when the cluster falls into halves, neither has quorum and everything stops",
  fix: "a quorum device, an odd number of nodes, or auto_tie_breaker: 1",
  source: "votequorum(5); corosync-qdevice(8)",
  check: ({ model: { members, device, quorum } }) => {
    if (quorum.get("provider") === undefined || members.length < 4 || members.length % 2 === 1) return [];
    if (device !== undefined || ["auto_tie_breaker", "last_man_standing"].some((key) => switchIn(quorum, key) === true))
      return [];
    return [{ at: quorum.get("provider"), path: "quorum", text: `${members.length} nodes have no tie breaker` }];
  },
};
