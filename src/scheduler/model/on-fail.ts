/**
 * `on-fail`: what is done when an operation fails, and in which role that leaves the resource.
 * Behaviour: docs/pacemaker/history.md#failure-responses, docs/pacemaker/history.md#role-after-a-failure.
 */
import { parseInterval } from "../../cib/value/duration.ts";
import { type Element, get } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "./cluster-model.ts";
import { OnFail, Role } from "./enums.ts";
import { parseRole } from "./target-role.ts";
import type { Resource } from "./types.ts";

/**
 * Settles `on-fail` in an operation's meta-attributes. A value that the operation may not have is taken away, and noted
 * as a problem. A demote without a value gets that of the promoted role's monitor (of several, the last), unless it is
 * `demote`. Failures to delete a history are ignored.
 */
export function settleOnFail(
  s: ClusterModel,
  rsc: Resource,
  task: string,
  op: Element | undefined,
  meta: Map<string, string>,
): void {
  const value = meta.get("on-fail")?.toLowerCase();
  if (task === "stop" && (value === "standby" || value === "demote" || value === "stop")) {
    s.problems.push(
      `Resetting 'on-fail' for ${rsc.id} stop action to default value because '${value}' is not allowed for stop`,
    );
    meta.delete("on-fail");
  } else if (task === "demote" && value === undefined) {
    for (const other of rsc.operations) {
      const lent = get(other.xml, "on-fail");
      if (lent === undefined || lent.toLowerCase() === "demote" || !other.enabled) continue;
      if (isPromotedMonitor(s, other.xml)) meta.set("on-fail", lent);
    }
  } else if (task === "lrm_delete" && value !== "ignore") {
    meta.set("on-fail", "ignore");
  } else if (value === "demote" && (op === undefined || (get(op, "name") !== "promote" && !isPromotedMonitor(s, op)))) {
    s.problems.push(
      `Resetting 'on-fail' for ${rsc.id} ${task} action to default value because 'demote' is not allowed for it`,
    );
    meta.delete("on-fail");
  }
}

function isPromotedMonitor(s: ClusterModel, op: Element): boolean {
  return (
    get(op, "name") === "monitor" &&
    parseRole(s, get(op, "role")) === Role.promoted &&
    (parseInterval(get(op, "interval")) ?? 0) > 0
  );
}

/**
 * The response to a failure of this operation. `meta` is its meta-attributes after {@link settleOnFail}; without a
 * valid `on-fail` the default of the task applies.
 */
export function operationOnFail(
  s: ClusterModel,
  rsc: Resource,
  task: string,
  intervalMs: number,
  meta: ReadonlyMap<string, string>,
): OnFail {
  // What drops a working connection has to end in the node being fenced; starts and probes find none to drop.
  const dropsConnection = rsc.isRemoteConnection && !(task === "monitor" && intervalMs === 0) && task !== "start";
  const chosen = parseOnFail(s, rsc, task, meta.get("on-fail"));
  // A remote node that is not managed gets the default too; the connection of a guest follows its launcher.
  const enforced = dropsConnection && !rsc.managed && rsc.launcher === undefined;
  if (chosen !== undefined && !enforced) return chosen;
  if (rsc.launcher !== undefined) return OnFail.restartContainer;
  if (dropsConnection) return rsc.managed ? OnFail.resetRemote : OnFail.stop;
  if (task === "stop") return s.options.fencingEnabled ? OnFail.fence : OnFail.block;
  return OnFail.restart;
}

/** Undefined: the default applies. */
function parseOnFail(s: ClusterModel, rsc: Resource, task: string, value: string | undefined): OnFail | undefined {
  switch (value?.toLowerCase()) {
    case undefined:
      return undefined;
    case "block":
      return OnFail.block;
    case "fence":
      if (s.options.fencingEnabled) return OnFail.fence;
      s.problems.push(
        `Resetting 'on-fail' for ${task} of ${rsc.id} to 'stop' because 'fence' is not valid when fencing is disabled`,
      );
      return OnFail.stop;
    case "standby":
      return OnFail.standby;
    case "ignore":
    case "nothing":
      return OnFail.ignore;
    case "migrate":
      return OnFail.ban;
    case "stop":
      return OnFail.stop;
    case "restart":
      return OnFail.restart;
    case "restart-container":
      return rsc.launcher === undefined ? undefined : OnFail.restartContainer;
    case "demote":
      return OnFail.demote;
    default:
      s.problems.push(`Using default 'on-fail' for ${task} of ${rsc.id} because '${value}' is not valid`);
      return undefined;
  }
}

/** The role a resource has after the failure, once the failure was responded to. */
export function roleAfterFailure(
  s: ClusterModel,
  rsc: Resource,
  { task, onFail, meta }: { task: string; onFail: OnFail; meta: ReadonlyMap<string, string> },
): Role {
  if (onFail === OnFail.stop) return Role.stopped;
  if (onFail === OnFail.resetRemote && rsc.reconnectInterval > 0) return Role.stopped;
  return parseRole(s, meta.get("role_after_failure")) ?? (task === "promote" ? Role.unpromoted : Role.started);
}
