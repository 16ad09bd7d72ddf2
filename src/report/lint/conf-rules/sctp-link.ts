/** Q20. */
import type { ConfRule } from "../rule/conf-rule.ts";

export const sctpLink: ConfRule = {
  id: "Q20",
  severity: "warning",
  title: "a link over SCTP",
  why: "knet 2 has no SCTP, and Corosync deprecated it in 2025",
  fix: "knet_transport: udp, the default",
  source: "corosync.conf(5); Corosync's change e97c9121",
  check: ({ model: { links } }) =>
    links.flatMap(({ link, settings }) => {
      const at = settings.get("knet_transport");
      return at?.value !== "sctp"
        ? []
        : [{ at, path: "totem.interface.knet_transport", text: `link ${link} uses SCTP` }];
    }),
};
