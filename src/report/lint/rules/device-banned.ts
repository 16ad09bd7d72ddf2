/** F11. */
import { parseScore } from "../../../cib/value/score.ts";
import { get } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const deviceBanned: LintRule = {
  id: "F11",
  severity: "note",
  title: "a device may never run on a node",
  why: "if only that node is left the device cannot be monitored there; a finite score keeps it away just as well",
  fix: "score -10000",
  source: "tripleo: fence devices at -INFINITY were changed to -10000",
  check: ({ devices, section }) => {
    const ids = new Set(devices.map(({ id }) => id));
    return section("constraints")
      .filter(
        (e) => e.name === "rsc_location" && ids.has(get(e, "rsc") ?? "") && parseScore(get(e, "score")) === -1_000_000,
      )
      .map((at) => ({ at, text: `${get(at, "rsc")} may never run on ${get(at, "node") ?? "some nodes"}` }));
  },
};
