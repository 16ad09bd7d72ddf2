/** Q13. */
import { switchIn } from "../../../corosync/model.ts";
import type { ConfRule } from "../rule/conf-rule.ts";

const KEYS = ["two_node", "auto_tie_breaker", "last_man_standing", "allow_downscale"] as const;

export const deviceConflict: ConfRule = {
  id: "Q13",
  severity: "error",
  title: "a quorum device beside what it does not work with",
  why: "Corosync disables the device, or counts the votes wrong",
  fix: "remove the key: the quorum device decides",
  source: "votequorum(5); pcs",
  check: ({ model: { quorum, device } }) =>
    device === undefined
      ? []
      : KEYS.filter((key) => switchIn(quorum, key) === true).map((key) => ({
          at: quorum.get(key),
          path: `quorum.${key}`,
          text: `${key}: 1 with a quorum device`,
        })),
};
