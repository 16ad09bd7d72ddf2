/** R13. */
import { pairIn } from "../rule/facts.ts";
import type { Breach, LintRule } from "../rule/rule.ts";

export const sameAddress: LintRule = {
  id: "R13",
  severity: "warning",
  title: "two resources have the same IP address",
  why: "on two nodes both answer for it",
  fix: "one resource an address",
  source: "pcs: unique parameters",
  check: ({ primitives }) => {
    const owners = new Map<string, string>();
    return primitives.flatMap(({ element, id, type, parameters }): Breach[] => {
      const ip = parameters.get("ip");
      if (!/^IPaddr/.test(type) || ip === undefined) return [];
      const owner = owners.get(ip);
      owners.set(ip, owner ?? id);
      return owner === undefined
        ? []
        : [{ at: pairIn(element, "ip") ?? element, text: `${id} has ${ip}, which ${owner} has too` }];
    });
  },
};
