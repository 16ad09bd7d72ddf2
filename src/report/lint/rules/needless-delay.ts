/** F06. */
import { parseInterval } from "../../../cib/value/duration.ts";
import { pairIn } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

export const needlessDelay: LintRule = {
  id: "F06",
  severity: "note",
  title: "a device waits in a cluster that has a majority",
  why: "with an odd number of nodes only one side has quorum and fences: each recovery waits for nothing",
  fix: "remove pcmk_delay_base and pcmk_delay_max",
  source: "crmsh's sbd health check; Pacemaker Explained, Fencing",
  check: ({ devices, nodes }) => {
    if (nodes.length < 3 || nodes.length % 2 === 0) return [];
    return devices.flatMap(({ element, id, parameters }) =>
      ["pcmk_delay_base", "pcmk_delay_max"].flatMap((name) => {
        const text = parameters.get(name);
        // One with a colon is for some of the nodes, by name.
        if (text === undefined || (parseInterval(text) === 0 && !text.includes(":"))) return [];
        return [
          { at: pairIn(element, name) ?? element, text: `${id} waits (${name}=${text}), with ${nodes.length} nodes` },
        ];
      }),
    );
  },
};
