/** One primitive, instance or container as a status page says it. */
import { withoutInstanceNumber } from "../../cib/instance-name.ts";
import { get } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyNode, ReadonlyPrimitive, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { isAnonymousInstance } from "../../scheduler/model/resource.ts";
import { limitingTargetRole, roleName } from "../../scheduler/model/roles.ts";
import type { PrimitiveStatus } from "./document.ts";
import { failedProbeText } from "./failures.ts";

/** An operation in flight, in crm_mon's words; other tasks are not shown. */
const PENDING: ReadonlyMap<string, NonNullable<PrimitiveStatus["pending"]>> = new Map([
  ["start", { code: "start", text: "Starting" }],
  ["stop", { code: "stop", text: "Stopping" }],
  ["promote", { code: "promote", text: "Promoting" }],
  ["demote", { code: "demote", text: "Demoting" }],
  ["migrate_to", { code: "migrate-to", text: "Migrating" }],
  ["migrate_from", { code: "migrate-from", text: "Migrating" }],
  ["monitor", { code: "monitor", text: "Monitoring" }],
]);

export function agentOf(rsc: ReadonlyPrimitive): string {
  return [rsc.standard, rsc.provider, rsc.type].filter((part) => part !== undefined && part !== "").join(":");
}

/** The id without an instance number, for members of clones that are not globally unique. */
export function shownName(rsc: ReadonlyResource): string {
  return isAnonymousInstance(rsc) ? withoutInstanceNumber(get(rsc.xml, "id") ?? rsc.id) : rsc.id;
}

/**
 * @param at the node to show it on, when that is not where the history says it is active (a bundle's service is shown
 * on the host of its container).
 */
export function primitiveStatus(
  s: ReadonlyModel,
  rsc: ReadonlyPrimitive,
  name: string = shownName(rsc),
  at?: ReadonlyNode,
): PrimitiveStatus {
  const nodes =
    at !== undefined ? [at] : rsc.active.length === 0 && rsc.pendingNode !== undefined ? [rsc.pendingNode] : rsc.active;
  const only = nodes.length === 1 ? nodes[0] : undefined;
  const targetRole = limitingTargetRole(rsc);
  // Without an active node the page still names the node a shutdown lock keeps the resource for.
  const locked = rsc.lockNode;
  const whyStopped = rsc.role === Role.stopped ? failedProbeText(s, rsc, undefined) : undefined;
  const pending = PENDING.get(rsc.pendingTask ?? "");
  return {
    kind: "primitive",
    name,
    id: rsc.id,
    agent: agentOf(rsc),
    role: rsc.role === Role.started && rsc.promotable ? "Unpromoted" : roleName(rsc.role),
    nodes: nodes.map((n) => n.name),
    onUncleanNode: only !== undefined && !only.online && only.unclean,
    removed: rsc.removed,
    failed: rsc.failed,
    blocked: rsc.blocked,
    managed: rsc.managed,
    maintenance: rsc.maintenance,
    failureIgnored: rsc.ignoreFailure,
    ...(locked === undefined ? {} : { lockedTo: locked.name }),
    ...(targetRole === undefined ? {} : { targetRole }),
    ...(whyStopped === undefined ? {} : { whyStopped }),
    ...(pending === undefined ? {} : { pending }),
  };
}
