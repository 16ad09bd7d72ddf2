/** Q14. */
import type { ConfRule } from "../rule/conf-rule.ts";

export const deviceAlgorithm: ConfRule = {
  id: "Q14",
  severity: "warning",
  title: "the quorum device's algorithm does not fit the number of nodes",
  why: "lms lets the last node of two continue while the other one may run too; ffsplit gains nothing for an odd number",
  fix: "ffsplit for an even number of nodes, lms for an odd one",
  source: "corosync-qdevice(8)",
  check: ({ model: { device, members } }) => {
    const at = device?.net.get("algorithm");
    const wrong =
      (at?.value === "lms" && members.length === 2) || (at?.value === "ffsplit" && members.length % 2 === 1);
    if (at === undefined || !wrong) return [];
    const text = `algorithm: ${at.value} with ${members.length} nodes`;
    return [{ at, path: "quorum.device.net.algorithm", text }];
  },
};
