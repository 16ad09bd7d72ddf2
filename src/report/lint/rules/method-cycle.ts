/** F09. */
import { withValue } from "../rule/edit.ts";
import { pairIn } from "../rule/facts.ts";
import type { LintRule } from "../rule/rule.ts";

export const methodCycle: LintRule = {
  id: "F09",
  severity: "warning",
  title: "a device power-cycles with method=cycle",
  why: "it cannot be verified that the node was off",
  fix: "method=onoff",
  source: "pcs: method=cycle",
  check: ({ cib, devices }) =>
    devices.flatMap(({ element, id, parameters }) => {
      const at = pairIn(element, "method");
      return parameters.get("method") !== "cycle" || at === undefined
        ? []
        : [{ at, text: `${id} power-cycles, so that it is never known to be off`, fixed: withValue(cib, at, "onoff") }];
    }),
};
