/** R14. */
import { pairIn } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

export const wideAddress: LintRule = {
  id: "R14",
  severity: "warning",
  title: "an IPv6 address is added with the netmask of its network",
  why: "the node may send from the virtual address, and loses those connections when it moves",
  fix: "cidr_netmask=128",
  source: "tripleo: virtual IPs of IPv6 networks",
  check: ({ primitives }) =>
    primitives.flatMap(({ element, id, type, parameters }) => {
      const mask = parameters.get("cidr_netmask");
      const isSix = type === "IPaddr2" && parameters.get("ip")?.includes(":") === true;
      return isSix && mask === "64"
        ? [{ at: pairIn(element, "cidr_netmask") ?? element, text: `${id} has the netmask ${mask}` }]
        : [];
    }),
};
