/** F19. */
import type { LintRule } from "../rule/rule.ts";

export const clonedDevice: LintRule = {
  id: "F19",
  severity: "warning",
  title: "a fence device is cloned",
  why: "any node can use a device wherever it runs, so that the clone only multiplies its monitors",
  fix: "take the device out of the clone",
  source: "pcs: no need to clone stonith resource",
  check: ({ devices }) =>
    devices.flatMap(({ id, within }) => {
      const clone = within.find((e) => e.name === "clone" || e.name === "master");
      return clone === undefined ? [] : [{ at: clone, text: `${id} is a fence device, and cloned` }];
    }),
};
