/** Q03. */
import { numberIn } from "../../../corosync/model.ts";
import type { ConfRule } from "../rule/conf-rule.ts";

export const expectedVotes: ConfRule = {
  id: "Q03",
  severity: "error",
  title: "expected_votes is not what the nodes have",
  why: "quorum is counted from a number of votes that the cluster never has, or that less than half of it has",
  fix: "remove expected_votes: Corosync counts the votes of the node list, and a quorum device's",
  source: "votequorum(5); Trento C620DC",
  check: ({ model: { quorum, members, device } }) => {
    const [expected, at, path] = [
      numberIn(quorum, "expected_votes"),
      quorum.get("expected_votes"),
      "quorum.expected_votes",
    ];
    if (expected === undefined || members.length === 0) return [];
    const votes = members.reduce((sum, { votes: own }) => sum + own, 0);
    if (device !== undefined) return [{ at, path, text: `expected_votes: ${expected} beside a quorum device` }];
    return expected === votes
      ? []
      : [{ at, path, text: `expected_votes: ${expected}, and the nodes have ${votes} together` }];
  },
};
