/** F16. */
import { parseInterval } from "../../../cib/value/duration.ts";
import { get } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

const SHORTEST = 60_000;

export const deviceMonitor: LintRule = {
  id: "F16",
  severity: "warning",
  title: "a device is monitored more than once a minute, or never",
  why: "management boards lock up under frequent logins; without a monitor a broken device is noticed when it is needed",
  fix: "a monitor every 60 s to 3600 s",
  source: "tripleo; Azure's checks (3600 s)",
  check: ({ devices }) =>
    devices.flatMap(({ element, id, operations }) => {
      const monitors = operations.filter((op) => get(op, "name") === "monitor");
      const often = monitors.find((op) => {
        const interval = parseInterval(get(op, "interval")) ?? 0;
        return interval > 0 && interval < SHORTEST;
      });
      if (often !== undefined) return [{ at: often, text: `${id} is asked every ${get(often, "interval")}` }];
      const ever = monitors.some((op) => (parseInterval(get(op, "interval")) ?? 0) > 0);
      return ever ? [] : [{ at: element, text: `${id} has no recurring monitor` }];
    }),
};
