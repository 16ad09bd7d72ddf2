/**
 * Says why a resource will not get the wanted role: the configuration forbids it (disabled, unmanaged, another target
 * role), the cluster gave it up (failed, blocked), or no node can run it. Undefined while it may still get the role, such
 * as a promotion whose score the agent has not set yet.
 */
import { readChanges } from "../../report/changes/read.ts";
import type { FailureStatus } from "../../report/status/document.ts";
import { readFailures } from "../../report/status/failures.ts";
import type { Finding } from "../../report/wait/document.ts";
import type { ClusterModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import { instancesOf, limitingTargetRole, primitivesOf, runningRole } from "../../scheduler/model/roles.ts";
import type { Primitive, Resource } from "../../scheduler/model/types.ts";
import { bannedFrom, isPromotable, type WantedRole } from "./role-check.ts";

export type Hindrance = Pick<Finding, "code" | "text">;

/** @param pending actions for it are pending; then only the configuration's reasons are final */
export function hindranceOf(
  model: ClusterModel,
  planned: ClusterModel,
  rsc: Resource,
  role: WantedRole | undefined,
  pending: boolean,
): Hindrance | undefined {
  return said(rsc, role) ?? (pending ? undefined : (unmanaged(rsc) ?? givenUp(model, planned, rsc, role)));
}

function said(rsc: Resource, role: WantedRole | undefined): Hindrance | undefined {
  const target = limitingTargetRole(rsc);
  if (role === "Stopped") return undefined;
  if (target === "Stopped") return { code: "disabled", text: `${rsc.id} is disabled: its target role is Stopped` };
  if (role === "Promoted" && target === "Unpromoted")
    return { code: "disabled", text: `${rsc.id} must not be promoted: its target role is Unpromoted` };
  if ((role === "Promoted" || role === "Unpromoted") && !isPromotable(rsc))
    return { code: "other-role", text: `${rsc.id} is not promotable` };
  return undefined;
}

function unmanaged(rsc: Resource): Hindrance | undefined {
  const found = [rsc, ...primitivesOf(rsc)].find((r) => !r.managed && !r.blocked);
  if (found === undefined) return undefined;
  const why = found.maintenance ? "is in maintenance" : "is unmanaged";
  return { code: "unmanaged", text: `${found.id} ${why}: the cluster does not change it` };
}

function givenUp(
  model: ClusterModel,
  planned: ClusterModel,
  rsc: Resource,
  role: WantedRole | undefined,
): Hindrance | undefined {
  const own = primitivesOf(rsc);
  const failures = readFailures(model).filter((f) => own.some((p) => p.id === f.resource));
  const stuck = own.find((p) => p.blocked);
  if (stuck !== undefined) return { code: "blocked", text: `${stuck.id} is blocked${afterFailure(failures, stuck)}` };
  if (role === "Stopped") return { code: "other-role", text: `${rsc.id} is configured to run, so it will not stop` };
  const waiting = readChanges(planned).resources.find((c) => c.blocked && own.some((p) => p.id === c.resource));
  const banned = bannedFrom(model, rsc);
  if (banned.length > 0) {
    const where = banned.join(", ");
    return { code: "failed", text: `${rsc.id} failed too often on ${where}${afterFailure(failures)}` };
  }
  const failed = own.find((p) => p.failed && !p.ignoreFailure && p.active.length > 0);
  if (failed !== undefined) return { code: "failed", text: `${failed.id} failed${afterFailure(failures, failed)}` };
  const idle = lacking(rsc);
  if (idle === undefined)
    return role === "Unpromoted" ? { code: "other-role", text: `${rsc.id} will be promoted` } : undefined;
  if (failures.length > 0) return { code: "failed", text: `${idle.id} does not run${afterFailure(failures)}` };
  if (waiting !== undefined) {
    const why = waiting.reason === undefined ? "" : `: ${waiting.reason}`;
    return { code: "blocked", text: `${waiting.resource} cannot be started${why}` };
  }
  const out = model.nodes.filter((n) => n.kind === "cluster" && (!n.online || n.standby));
  const who = out.map((n) => `${n.name} is ${n.online ? "in standby" : "offline"}`).join(", ");
  return { code: "no-node", text: `no node may run ${idle.id}${who === "" ? "" : ` (${who})`}` };
}

/** A primitive that does not run; for a clone, only if none of its instances runs in full. */
function lacking(rsc: Resource): Primitive | undefined {
  const instances = instancesOf(rsc);
  const idle = (r: Resource): Primitive | undefined => primitivesOf(r).find((p) => runningRole(p) < Role.started);
  if (rsc.kind !== "clone") return idle(rsc);
  return instances.every((i) => idle(i) !== undefined) ? idle(rsc) : undefined;
}

function afterFailure(failures: readonly FailureStatus[], of?: Primitive): string {
  const last = failures
    .filter((f) => of === undefined || f.resource === of.id)
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0))[0];
  if (last === undefined) return "";
  const why = last.exitReason === "" ? "" : `, ${last.exitReason}`;
  return `: its ${last.operation} on ${last.node} ended with ${last.rc} (${last.rcText}${why})`;
}
