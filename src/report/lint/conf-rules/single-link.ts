/** Q06. */
import type { ConfRule } from "../rule/conf-rule.ts";

export const singleLink: ConfRule = {
  id: "Q06",
  severity: "warning",
  title: "the nodes have a single link",
  why: "one switch or cable that fails tears the cluster apart, and nodes are fenced for it",
  fix: "a second link over another network (ring1_addr), or a bonded interface and a silence that names it",
  source: "Trento DA114A, 32CFC6; corosync.conf(5)",
  check: ({ model: { members } }) => {
    const links = new Set(members.flatMap(({ addresses }) => [...addresses.keys()]));
    if (members.length < 2 || links.size !== 1) return [];
    return [{ at: members[0]?.section, path: "nodelist.node", text: "every node has one address" }];
  },
};
