/** Q02. */
import { switchIn } from "../../../corosync/model.ts";
import type { ConfRule } from "../rule/conf-rule.ts";

export const twoNode: ConfRule = {
  id: "Q02",
  severity: "error",
  title: "two_node does not fit the number of nodes",
  why: "two nodes without it stop when one is lost; with it, half of a larger cluster has quorum",
  fix: "two_node: 1 for two nodes without a quorum device, and for no other number",
  source: "votequorum(5); Trento 6E9B82",
  check: ({ model: { quorum, members, device } }) => {
    if (quorum.get("provider") === undefined || members.length === 0) return [];
    const [on, at] = [switchIn(quorum, "two_node") === true, quorum.get("two_node")];
    const path = "quorum.two_node";
    if (on && members.length !== 2) return [{ at, path, text: `two_node: 1 with ${nodesText(members.length)}` }];
    if (!on && members.length === 2 && device === undefined)
      return [{ at: at ?? quorum.get("provider"), path, text: "two nodes without two_node: 1" }];
    return [];
  },
};

const nodesText = (count: number): string => (count === 1 ? "one node" : `${count} nodes`);
