/**
 * Says why a resource will not get the wanted role: the configuration forbids it (disabled, unmanaged, another target
 * role), the cluster gave it up (failed, blocked), or no node can run it, with the scheduler's own reason. Undefined
 * while it may still get the role, such as a promotion whose score the agent has not set yet.
 */
import type { FailureStatus } from "../../report/status/document.ts";
import { allFailures } from "../../report/status/failures.ts";
import type { Finding } from "../../report/wait/document.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyPrimitive, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import {
  instancesOf,
  lackingPromotion,
  limitingTargetRole,
  primitivesOf,
  runningRole,
} from "../../scheduler/model/roles.ts";
import type { Reasons } from "./reasons.ts";
import { bannedFrom, isPromotable, type WantedRole } from "./role-check.ts";

export type Hindrance = Pick<Finding, "code" | "text">;

/** What the configuration says against it, which is final whatever is under way. */
export function saidAgainst(rsc: ReadonlyResource, role: WantedRole | undefined): Hindrance | undefined {
  const target = limitingTargetRole(rsc);
  if (role === "Stopped") return undefined;
  if (target === "Stopped") return { code: "disabled", text: `${rsc.id} is disabled: its target role is Stopped` };
  if (role === "Promoted" && target === "Unpromoted")
    return { code: "disabled", text: `${rsc.id} must not be promoted: its target role is Unpromoted` };
  if ((role === "Promoted" || role === "Unpromoted") && !isPromotable(rsc))
    return { code: "other-role", text: `${rsc.id} is not promotable` };
  return undefined;
}

/** Nothing is under way or due for it that would change what it lacks. */
export function whyNever(
  model: ReadonlyModel,
  rsc: ReadonlyResource,
  role: WantedRole | undefined,
  reasons: Reasons,
): Hindrance | undefined {
  return unmanaged(rsc) ?? givenUp(model, rsc, role, reasons);
}

function unmanaged(rsc: ReadonlyResource): Hindrance | undefined {
  const found = [rsc, ...primitivesOf(rsc)].find((r) => !r.managed && !r.blocked);
  if (found === undefined) return undefined;
  const why = found.maintenance ? "is in maintenance" : "is unmanaged";
  return { code: "unmanaged", text: `${found.id} ${why}: the cluster does not change it` };
}

function givenUp(
  model: ReadonlyModel,
  rsc: ReadonlyResource,
  role: WantedRole | undefined,
  reasons: Reasons,
): Hindrance | undefined {
  const own = primitivesOf(rsc);
  const failures = allFailures(model).filter((f) => own.some((p) => p.id === f.resource));
  const stuck = own.find((p) => p.blocked);
  if (stuck !== undefined) return { code: "blocked", text: `${stuck.id} is blocked${afterFailure(failures, stuck)}` };
  if (role === "Stopped") return { code: "other-role", text: `${rsc.id} is configured to run, so it will not stop` };
  const banned = bannedFrom(model, rsc);
  if (banned.length > 0) {
    const where = banned.join(", ");
    return { code: "failed", text: `${rsc.id} failed too often on ${where}${afterFailure(failures)}` };
  }
  const failed = own.find((p) => p.failed && !p.ignoreFailure && p.active.length > 0);
  if (failed !== undefined) return { code: "failed", text: `${failed.id} failed${afterFailure(failures, failed)}` };
  const idle = lacking(rsc);
  if (idle !== undefined) {
    const why = reasons.idle(idle.id);
    // The root cause names what does not run itself where each node has a reason of its own.
    const text =
      why === undefined
        ? `no node may run ${idle.id}`
        : why.includes(idle.id)
          ? why
          : `${idle.id} does not run: ${why}`;
    return { code: "no-node", text };
  }
  if (role === "Unpromoted") return { code: "other-role", text: `${rsc.id} will be promoted` };
  const short = lackingPromotion(rsc);
  return short === undefined ? undefined : { code: "no-node", text: `${short}: ${NO_SCORE}` };
}

const NO_SCORE = "what runs has no promotion score, which its agent sets";

/** A primitive that does not run; for a clone, only if none of its instances runs in full. */
function lacking(rsc: ReadonlyResource): ReadonlyPrimitive | undefined {
  const instances = instancesOf(rsc);
  const idle = (r: ReadonlyResource): ReadonlyPrimitive | undefined =>
    primitivesOf(r).find((p) => runningRole(p) < Role.started);
  if (rsc.kind !== "clone") return idle(rsc);
  return instances.every((i) => idle(i) !== undefined) ? idle(rsc) : undefined;
}

function afterFailure(failures: readonly FailureStatus[], of?: ReadonlyPrimitive): string {
  const last = failures
    .filter((f) => of === undefined || f.resource === of.id)
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0))[0];
  if (last === undefined) return "";
  const why = last.exitReason === "" ? "" : `, ${last.exitReason}`;
  return `: its ${last.operation} on ${last.node} ended with ${last.rc} (${last.rcText}${why})`;
}
