/** Random primitives: parameters, meta-attributes, operations, with or without a template. */
import { type Element, element } from "../../../src/cib/xml/tree.ts";
import { block, freshId, type Plan } from "./plan.ts";
import { randomRule } from "./rules.ts";

export type Table = readonly (readonly [name: string, probability: number, values: readonly string[]])[];

/** Meta-attributes of any resource. */
export const META: Table = [
  ["priority", 0.15, ["0", "1", "10", "-5", "1000", "INFINITY"]],
  ["resource-stickiness", 0.25, ["0", "1", "100", "INFINITY", "-50", "-INFINITY"]],
  ["migration-threshold", 0.2, ["0", "1", "2", "3", "INFINITY"]],
  ["failure-timeout", 0.2, ["10s", "60", "10min", "PT5M"]],
  ["target-role", 0.1, ["Started", "Stopped", "Unpromoted", "Promoted", "Slave"]],
  ["is-managed", 0.04, ["false"]],
  ["maintenance", 0.03, ["true"]],
  ["multiple-active", 0.1, ["stop_start", "stop_only", "block", "stop_unexpected"]],
  ["allow-migrate", 0.3, ["true", "false"]],
  ["requires", 0.12, ["nothing", "quorum", "fencing", "unfencing"]],
  ["critical", 0.08, ["false", "true"]],
  ["allow-unhealthy-nodes", 0.03, ["true"]],
  ["container-attribute-target", 0.03, ["host"]],
];

const PARAMETERS: Table = [
  ["p1", 0.6, ["x", "a b", "1"]],
  ["p2", 0.3, ["<&>", "10"]],
  ["passwd", 0.2, ["secret"]],
  ["state", 0.2, ["/run/x"]],
  ["9lives", 0.03, ["1"]],
];

const OPERATION: Table = [
  ["timeout", 0.4, ["20s", "30", "1min"]],
  ["on-fail", 0.2, ["ignore", "block", "stop", "restart", "standby", "fence", "demote", "restart-container"]],
  ["enabled", 0.06, ["false", "true"]],
  ["record-pending", 0.05, ["true", "false"]],
];

/** Multiples of eight, so that no two nodes are ever left with the same. */
const CONSUMED = ["8", "16", "24"];

export interface PrimitiveKind {
  readonly class: string;
  readonly provider?: string;
  readonly type: string;
  /** Monitored per role, promotion scores wanted. */
  readonly promotable?: boolean;
  readonly params?: ReadonlyMap<string, string>;
  readonly meta?: ReadonlyMap<string, string>;
}

export const DUMMY: PrimitiveKind = { class: "ocf", provider: "pacemaker", type: "Dummy" };
export const STATEFUL: PrimitiveKind = { class: "ocf", provider: "pacemaker", type: "Stateful", promotable: true };

export function ordinaryKind(plan: Plan): PrimitiveKind {
  return plan.r.weighted<PrimitiveKind>([
    [8, DUMMY],
    [2, { class: "ocf", provider: "heartbeat", type: "IPaddr2", params: new Map([["ip", "192.0.2.7"]]) }],
    [1, { class: "systemd", type: "httpd" }],
    [1, { class: "lsb", type: "thing" }],
    [1, { class: "service", type: "cups" }],
    [1, STATEFUL],
  ]);
}

export function primitive(plan: Plan, id: string, kind: PrimitiveKind, template?: string): Element {
  const head =
    template === undefined ? { id, class: kind.class, provider: kind.provider, type: kind.type } : { id, template };
  return element("primitive", head, contents(plan, kind));
}

export function template(plan: Plan, id: string, kind: PrimitiveKind): Element {
  return element("template", { id, class: kind.class, provider: kind.provider, type: kind.type }, contents(plan, kind));
}

function contents(plan: Plan, kind: PrimitiveKind): Element[] {
  const { r } = plan;
  const meta = metaBlocks(plan, new Map([...r.some(META), ...(kind.meta ?? [])]));
  const params = block(plan, "instance_attributes", new Map([...r.some(PARAMETERS), ...(kind.params ?? [])]));
  if (r.chance(0.08)) {
    const rule = randomRule(plan, { attributes: true });
    params.push(
      ...block(plan, "instance_attributes", new Map([["p1", "ruled"]]), {
        rule,
        score: r.pick(["5", "-5", "INFINITY"]),
      }),
    );
  }
  const utilization =
    plan.utilization && r.chance(0.7) ? block(plan, "utilization", new Map([["cpu", r.pick(CONSUMED)]])) : [];
  return [...meta, ...params, ...operations(plan, kind), ...utilization];
}

/** One block, now and then a second with a rule. */
export function metaBlocks(plan: Plan, pairs: ReadonlyMap<string, string>): Element[] {
  const { r } = plan;
  const blocks = block(plan, "meta_attributes", pairs);
  if (r.chance(0.06)) {
    const rule = randomRule(plan, { attributes: false, resources: true });
    blocks.push(...block(plan, "meta_attributes", r.some(META), { rule, score: r.pick(["1", "-1", "INFINITY"]) }));
  }
  return r.chance(0.1) ? blocks.reverse() : blocks;
}

function operations(plan: Plan, kind: PrimitiveKind): Element[] {
  const { r } = plan;
  const ops: Element[] = [];
  const add = (name: string, interval: string, extra: Readonly<Record<string, string>> = {}): void => {
    const given = Object.fromEntries(r.some(OPERATION));
    const later =
      name === "monitor" && r.chance(0.06)
        ? r.pick([{ "start-delay": "10s" }, { "interval-origin": "2023-11-14 10:00:00Z" }])
        : {};
    const nested = r.chance(0.04) ? block(plan, "instance_attributes", new Map([["depth", "5"]])) : [];
    if (r.chance(0.05)) {
      const rule = r.chance(0.4) ? randomRule(plan, { attributes: true }) : undefined;
      nested.push(...block(plan, "meta_attributes", r.some(OPERATION), { rule }));
    }
    ops.push(element("op", { id: freshId(plan, "op"), name, interval, ...given, ...later, ...extra }, nested));
  };
  if (kind.promotable === true) {
    if (r.chance(0.9)) add("monitor", "11s", { role: "Promoted" });
    if (r.chance(0.8)) add("monitor", "10s", r.chance(0.6) ? { role: "Unpromoted" } : {});
    if (r.chance(0.2)) add("promote", "0");
    if (r.chance(0.2)) add("demote", "0s");
  } else if (r.chance(0.85)) {
    add("monitor", r.pick(["10s", "10", "1min", "PT10S"]));
    if (r.chance(0.1)) add("monitor", "7s", { role: r.pick(["Stopped", "Started"]) });
  }
  if (r.chance(0.3)) add("start", r.pick(["0", "0s"]));
  if (r.chance(0.3)) add("stop", "0");
  if (r.chance(0.08)) add(r.pick(["migrate_to", "migrate_from", "notify", "reload"]), "0");
  return ops.length === 0 ? [] : [element("operations", {}, ops)];
}
