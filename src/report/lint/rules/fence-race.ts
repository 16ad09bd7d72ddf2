/** F04. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import type { LintRule } from "../rule/rule.ts";

const DELAYS = ["pcmk_delay_base", "pcmk_delay_max", "delay"];

export const fenceRace: LintRule = {
  id: "F04",
  severity: "warning",
  title: "two nodes may fence each other",
  why: "when they lose sight of each other both shoot at once, and both may go down",
  fix: "set pcmk_delay_base on one device, or priority-fencing-delay and a priority; with a quorum device that is needless",
  source: "Red Hat 91653, 3565071; crmsh's sbd health check",
  check: ({ property, propertyAt, devices, nodes }) => {
    if (nodes.length !== 2 || devices.length === 0) return [];
    if (parseBoolean(property("fencing-enabled")) === false) return [];
    const priority = property("priority-fencing-delay");
    if (priority !== undefined && !/^0+[a-z]*$/.test(priority)) return [];
    if (devices.some(({ parameters }) => DELAYS.some((name) => parameters.has(name)))) return [];
    return [
      { at: devices[0]?.element ?? propertyAt(), text: "neither of the two nodes' devices waits before it fences" },
    ];
  },
};
