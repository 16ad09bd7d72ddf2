/** F23. */
import { get, idOf } from "../../../cib/xml/tree.ts";
import { leadingInteger } from "../../../scheduler/model/integer.ts";
import type { LintRule } from "../rule/rule.ts";

export const lateKdump: LintRule = {
  id: "F23",
  severity: "warning",
  title: "fence_kdump is asked after the power",
  why: "it only listens whether the node is writing its dump: once the power is off, it waits for nothing",
  fix: "fence_kdump on the first level, the device that switches power on a later one",
  source: "fence_kdump(8); Red Hat's guide to kdump with fencing",
  check: ({ devices, section }) => {
    const kdump = new Set(devices.filter(({ type }) => type === "fence_kdump").map(({ id }) => id));
    const levels = section("fencing-topology").filter((e) => e.name === "fencing-level");
    const target = (at: (typeof levels)[number]): string =>
      ["target", "target-pattern", "target-attribute", "target-value"].map((name) => get(at, name) ?? "").join(" ");
    const index = (at: (typeof levels)[number]): number => leadingInteger(get(at, "index")) ?? 0;
    return levels.flatMap((at) => {
      const named = (get(at, "devices") ?? "").split(",").map((d) => d.trim());
      const found = named.find((d) => kdump.has(d));
      const before = levels.find((other) => target(other) === target(at) && index(other) < index(at));
      return found === undefined || before === undefined
        ? []
        : [{ at, text: `${found} is on level ${index(at)} (${idOf(at)}), after that of ${get(before, "devices")}` }];
    });
  },
};
