/** R12. */
import type { LintRule } from "../rule/rule.ts";

const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["ocf:heartbeat:IPaddr", "ocf:heartbeat:IPaddr2"],
  ["ocf:heartbeat:IPv6addr", "ocf:heartbeat:IPaddr2"],
  ["ocf:heartbeat:LVM", "ocf:heartbeat:LVM-activate"],
  ["ocf:heartbeat:clvm", "ocf:heartbeat:lvmlockd"],
  ["ocf:heartbeat:Raid1", "ocf:heartbeat:mdraid"],
  ["ocf:heartbeat:pingd", "ocf:pacemaker:ping"],
  ["ocf:pacemaker:pingd", "ocf:pacemaker:ping"],
]);

export const retiredAgent: LintRule = {
  id: "R12",
  severity: "warning",
  title: "an agent that new releases no longer have",
  why: "after an upgrade the resource does not start",
  fix: "use the agent that took its place",
  source: "crmsh's check for SLES 16",
  check: ({ primitives }) =>
    primitives.flatMap(({ element, id, agent }) => {
      const instead = INSTEAD.get(agent);
      const gone = /^(?:upstart|nagios|heartbeat):/.test(agent);
      if (instead === undefined && !gone) return [];
      return [
        {
          at: element,
          text: `${id} uses ${agent}${instead === undefined ? "" : `, in place of which there is ${instead}`}`,
        },
      ];
    }),
};
