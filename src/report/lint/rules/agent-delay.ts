/** F07. */
import { parseInterval } from "../../../cib/value/duration.ts";
import { pairIn } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

export const agentDelay: LintRule = {
  id: "F07",
  severity: "note",
  title: "a device waits by its agent's parameter delay",
  why: "it waits also when a person fences, and the cluster counts the delay against the agent's timeout",
  fix: "pcmk_delay_base, which the cluster knows of",
  source: "pacemaker-fenced(7), pcmk_delay_base; Red Hat 3565071",
  check: ({ devices }) =>
    devices.flatMap(({ element, id, parameters }) => {
      const delay = parseInterval(parameters.get("delay")) ?? 0;
      return delay === 0
        ? []
        : [
            {
              at: pairIn(element, "delay") ?? element,
              text: `${id} waits ${delay / 1000} s by its agent's parameter delay`,
            },
          ];
    }),
};
