/** F05. */
import { parseInterval } from "../../../cib/value/duration.ts";
import { staticTargets } from "../rule/device-targets.ts";
import { pairIn } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

export const sameRandomDelay: LintRule = {
  id: "F05",
  severity: "warning",
  title: "two nodes' devices draw their delays from one range",
  why: "they wait whole seconds at random, so that both may draw the same one, and both nodes go down",
  fix: "pcmk_delay_base on one of the two devices, without a random delay",
  source: "Red Hat 3565071; pacemaker-fenced(7)",
  check: ({ devices, nodes, property }) => {
    if (nodes.length !== 2 || (parseInterval(property("priority-fencing-delay")) ?? 0) > 0) return [];
    const random = devices.filter((device) => {
      const { parameters } = device;
      const most = parseInterval(parameters.get("pcmk_delay_max")) ?? 0;
      return most > 0 && !parameters.has("pcmk_delay_base") && staticTargets(device) !== undefined;
    });
    const range = (i: number): number | undefined => parseInterval(random[i]?.parameters.get("pcmk_delay_max"));
    if (random.length !== 2 || range(0) !== range(1)) return [];
    return random.map(({ element, id }) => ({
      at: pairIn(element, "pcmk_delay_max") ?? element,
      text: `${id} waits at random, and so does the other device, up to the same ${(range(0) ?? 0) / 1000} s`,
    }));
  },
};
