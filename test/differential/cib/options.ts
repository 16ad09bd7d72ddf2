/** Random cluster options and defaults. Each option is left alone more often than not, so that no one drowns the rest. */
import { type Element, element } from "../../../src/cib/xml/tree.ts";
import { block, type Plan } from "./plan.ts";
import { META } from "./primitives.ts";
import { randomRule } from "./rules.ts";

type Table = readonly (readonly [name: string, probability: number, values: readonly string[]])[];

const OPTIONS: Table = [
  ["symmetric-cluster", 0.08, ["false"]],
  ["no-quorum-policy", 0.35, ["stop", "freeze", "ignore", "demote", "fence", "suicide", "junk"]],
  ["stonith-enabled", 0.35, ["false", "true"]],
  ["stonith-action", 0.15, ["off", "reboot"]],
  ["stonith-timeout", 0.1, ["60", "150s", "2min"]],
  ["have-watchdog", 0.06, ["true"]],
  ["stonith-watchdog-timeout", 0.06, ["10s", "0"]],
  ["startup-fencing", 0.1, ["false"]],
  ["concurrent-fencing", 0.2, ["false", "true"]],
  ["priority-fencing-delay", 0.12, ["15s", "60"]],
  ["node-pending-timeout", 0.1, ["10s", "2h", "0"]],
  ["cluster-delay", 0.1, ["30s", "60"]],
  ["batch-limit", 0.05, ["5"]],
  ["migration-limit", 0.05, ["2"]],
  ["start-failure-is-fatal", 0.15, ["false"]],
  ["maintenance-mode", 0.04, ["true"]],
  ["stop-all-resources", 0.03, ["true"]],
  ["stop-orphan-resources", 0.08, ["false"]],
  ["stop-orphan-actions", 0.06, ["false"]],
  ["enable-startup-probes", 0.05, ["false"]],
  ["shutdown-lock", 0.12, ["true"]],
  ["shutdown-lock-limit", 0.06, ["10min", "5s"]],
  ["node-health-strategy", 0.15, ["migrate-on-red", "only-green", "progressive", "custom"]],
  ["node-health-base", 0.05, ["10", "-10"]],
  ["node-health-red", 0.05, ["-100", "-INFINITY"]],
  ["node-health-yellow", 0.05, ["-5", "10"]],
  ["node-health-green", 0.05, ["7"]],
  ["cluster-name", 0.2, ["test"]],
  ["cluster-recheck-interval", 0.1, ["5min"]],
  ["fence-remote-without-quorum", 0.05, ["true"]],
];

export function clusterOptions(plan: Plan): Element {
  const { r } = plan;
  const properties = r.some(OPTIONS);
  if (plan.utilization) properties.set("placement-strategy", r.pick(["utilization", "minimal", "balanced"]));
  else if (r.chance(0.05)) properties.set("placement-strategy", r.pick(["utilization", "balanced", "default"]));
  const sets = block(plan, "cluster_property_set", properties);
  if (r.chance(0.05)) {
    sets.push(
      ...block(plan, "cluster_property_set", r.some(OPTIONS), {
        rule: randomRule(plan, { attributes: false }),
        score: r.pick(["1", "100", "-5"]),
      }),
    );
  }
  return element("crm_config", {}, sets);
}

const OPERATION_DEFAULTS: Table = [
  ["timeout", 0.5, ["20s", "90", "2min"]],
  ["on-fail", 0.15, ["block", "ignore", "stop", "standby", "fence"]],
  ["record-pending", 0.3, ["true", "false"]],
  ["start-delay", 0.05, ["5s"]],
];

export function defaults(plan: Plan): Element[] {
  const { r } = plan;
  const made: Element[] = [];
  if (r.chance(0.35)) {
    const rare = META.map(([name, probability, values]) => [name, probability / 3, values] as const);
    const rule = r.chance(0.35) ? randomRule(plan, { attributes: false, resources: true }) : undefined;
    made.push(element("rsc_defaults", {}, block(plan, "meta_attributes", r.some(rare), { rule })));
  }
  if (r.chance(0.35)) {
    const rule = r.chance(0.4) ? randomRule(plan, { attributes: false, resources: true, operations: true }) : undefined;
    made.push(element("op_defaults", {}, block(plan, "meta_attributes", r.some(OPERATION_DEFAULTS), { rule })));
  }
  return made;
}
