/** O16. */
import { parseInterval } from "../../../cib/value/duration.ts";
import type { LintRule } from "../rule/rule.ts";

export const lateDelay: LintRule = {
  id: "O16",
  severity: "warning",
  title: "priority-fencing-delay is shorter than what a device waits at random",
  why: "a node with less to lose may still fence the other one first",
  fix: "priority-fencing-delay of at least twice the largest pcmk_delay_max",
  source: "Pacemaker Explained, Cluster options",
  check: ({ property, propertyAt, devices }) => {
    const priority = parseInterval(property("priority-fencing-delay")) ?? 0;
    const random = Math.max(
      0,
      ...devices.map(({ parameters }) => parseInterval(parameters.get("pcmk_delay_max")) ?? 0),
    );
    return priority > 0 && priority < 2 * random
      ? [
          {
            at: propertyAt("priority-fencing-delay"),
            text: `priority-fencing-delay is ${priority / 1000} s, and a device waits up to ${random / 1000} s`,
          },
        ]
      : [];
  },
};
