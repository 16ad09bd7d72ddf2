/** Q11. */
import type { ConfRule } from "../rule/conf-rule.ts";

export const oldRings: ConfRule = {
  id: "Q11",
  severity: "warning",
  title: "rrp_mode, which only Corosync 2 reads",
  why: "Corosync 3 has links in its place, and ignores it",
  fix: "remove rrp_mode; link_mode says how several links are used",
  source: "corosync.conf(5); crmsh's check for SLES 16",
  check: ({ model: { totem } }) => {
    const at = totem.get("rrp_mode");
    return at === undefined ? [] : [{ at, path: "totem.rrp_mode", text: `rrp_mode: ${at.value}` }];
  },
};
