/** F02. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import type { LintRule } from "../rule/rule.ts";

export const noDevice: LintRule = {
  id: "F02",
  severity: "error",
  title: "fencing is on, and there is no device",
  why: "Pacemaker starts no resource before a node that is lost can be fenced",
  fix: "configure a fence device for each node, or a watchdog (fencing-watchdog-timeout)",
  source: "crm_verify: resource start-up disabled since no fencing resources have been defined",
  check: ({ property, propertyAt, devices, primitives, nodes }) => {
    if (parseBoolean(property("fencing-enabled")) === false || devices.length > 0) return [];
    if (primitives.length + nodes.length === 0) return [];
    const watchdog = property("fencing-watchdog-timeout");
    if (watchdog !== undefined && !/^0+[a-z]*$/.test(watchdog)) return [];
    return [
      { at: propertyAt("fencing-enabled", "stonith-enabled"), text: "fencing is on, and no device is configured" },
    ];
  },
};
