/** F08. */
import { pairIn } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

export const deviceAction: LintRule = {
  id: "F08",
  severity: "error",
  title: "a device has the parameter action",
  why: "the agent does that for each request, so that a monitor may reboot the node",
  fix: "remove it; pcmk_reboot_action and pcmk_off_action say what a request means",
  source: "pcs: stonith action is deprecated and dangerous",
  check: ({ devices }) =>
    devices
      .filter(({ parameters }) => parameters.has("action"))
      .map(({ element, id }) => ({ at: pairIn(element, "action") ?? element, text: `${id} has the parameter action` })),
};
