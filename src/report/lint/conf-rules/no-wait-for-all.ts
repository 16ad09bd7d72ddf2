/** Q04. */
import { switchIn } from "../../../corosync/model.ts";
import type { ConfRule } from "../rule/conf-rule.ts";

export const noWaitForAll: ConfRule = {
  id: "Q04",
  severity: "warning",
  title: "two nodes do not wait for each other at the start",
  why: "a node that starts without seeing the other one has quorum at once and fences it, and so does the other",
  fix: "leave out wait_for_all: two_node implies it",
  source: "votequorum(5)",
  check: ({ model: { quorum } }) =>
    switchIn(quorum, "two_node") === true && switchIn(quorum, "wait_for_all") === false
      ? [{ at: quorum.get("wait_for_all"), path: "quorum.wait_for_all", text: "two_node: 1 with wait_for_all: 0" }]
      : [],
};
