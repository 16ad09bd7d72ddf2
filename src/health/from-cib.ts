/**
 * What the CIB alone says of a replica: whether it runs in the role it should have, and what stands against stopping it. All
 * that is known where no service of its kind is known, and a condition of the rest.
 */
import type { Condition } from "../report/health/document.ts";
import type { ReadonlyModel } from "../scheduler/model/cluster-model.ts";
import { Role } from "../scheduler/model/enums.ts";
import type { ReadonlyPrimitive } from "../scheduler/model/read-only.ts";
import { inFlight, isPromoted, limitingTargetRole, primitivesOf, runningRole } from "../scheduler/model/roles.ts";
import { failCount } from "../scheduler/status/failcounts.ts";
import { no, unclear, yes } from "./model/condition.ts";
import type { AskedReplica, HealthSubject } from "./model/subject.ts";

const partsOf = ({ parts }: AskedReplica): readonly ReadonlyPrimitive[] => parts.flatMap(primitivesOf);

/** Whether it runs, in the role that it is to have, with nothing under way. */
export function runsAsConfigured({ rsc, promoted, expected }: HealthSubject, replica: AskedReplica): Condition {
  const parts = partsOf(replica);
  const lost = parts.flatMap((p) => p.active).find((node) => node.unclean && !node.online);
  if (lost !== undefined) return unclear("NodeUnclean", `whether it still runs on ${lost.name} is not known`);
  if (limitingTargetRole(rsc) === "Stopped") return no("Disabled", `${rsc.id} is disabled`);
  const failed = parts.find((p) => (p.failed && !p.ignoreFailure) || p.blocked);
  if (failed !== undefined) return no("Failed", `${failed.id} has failed, and is not recovered`);
  const underWay = parts.map(inFlight).find((text) => text !== undefined);
  if (underWay !== undefined) return no("UnderWay", underWay);
  const idle = parts.find((p) => runningRole(p) < Role.started);
  if (idle !== undefined) return no("NotRunning", `${idle.id} does not run`);
  if (promoted >= expected && promoted > 0 && !replica.parts.some(isPromoted))
    return no("NotPromoted", `${replica.id} is not promoted, as all replicas are to be`);
  return yes("Running", `it runs${replica.node === undefined ? "" : ` on ${replica.node.name}`}`);
}

/** That Pacemaker would not stop the replica, and not start it again. */
export function notManaged(replica: AskedReplica): Condition | undefined {
  const unmanaged = partsOf(replica).find((p) => !p.managed && !p.blocked);
  if (unmanaged === undefined) return undefined;
  return no("Unmanaged", `Pacemaker does not manage ${unmanaged.id}, and would neither stop nor start it`);
}

/** A failure of the replica that is on record: though it runs again, it is not to be relied on. */
export function failureOnRecord(s: ReadonlyModel, replica: AskedReplica): Condition | undefined {
  for (const p of partsOf(replica)) {
    for (const node of p.active) {
      const { count } = failCount(s, p, node, { effective: true });
      if (count > 0)
        return no(
          "FailureOnRecord",
          `${p.id} has failed on ${node.name} (fail count ${count}), which is not cleaned up`,
        );
    }
  }
  return undefined;
}

/** Whether enough replicas are promoted. */
export function promotedAsConfigured({ rsc, promoted, replicas }: HealthSubject): Condition | undefined {
  if (limitingTargetRole(rsc) === "Unpromoted") return undefined;
  const are = replicas.filter(({ parts }) => parts.some(isPromoted)).length;
  return are < promoted ? no("NotPromoted", `${are} of ${promoted} replicas are promoted`) : undefined;
}
