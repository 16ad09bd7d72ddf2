/** The primitives of one resource in full, with what each of a bundle's services needs. */
import { addScores } from "../../cib/value/score.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type {
  ReadonlyNode,
  ReadonlyPrimitive,
  ReadonlyReplica,
  ReadonlyResource,
} from "../../scheduler/model/read-only.ts";
import { isAnonymousInstance } from "../../scheduler/model/resource.ts";
import { primitivesOf, roleNameOf } from "../../scheduler/model/roles.ts";
import { failCount } from "../../scheduler/status/failcounts.ts";
import type { InstanceDetail, PartDetail, PendingOperation } from "./detail.ts";
import { lastOperations, roleSince } from "./operations.ts";
import { agentOf } from "./primitives.ts";

function failCountsOf(s: ReadonlyModel, rsc: ReadonlyPrimitive): Record<string, number> {
  const counts = new Map<string, number>();
  // An anonymous instance's failures are kept without its number: only those where it is are its own.
  const nodes = isAnonymousInstance(rsc) && rsc.active.length > 0 ? rsc.active : s.nodes;
  for (const node of nodes) {
    const { count } = failCount(s, rsc, node, { effective: true });
    if (count > 0) counts.set(node.name, count);
  }
  return Object.fromEntries(counts);
}

/** @param host where what is inside a container is to be shown */
function partDetail(s: ReadonlyModel, rsc: ReadonlyPrimitive, host?: ReadonlyNode): PartDetail {
  const failCounts = failCountsOf(s, rsc);
  const operations = lastOperations(s, rsc);
  const at = rsc.active.length === 0 ? undefined : (host ?? rsc.active[0]);
  return {
    id: rsc.id,
    agent: agentOf(rsc),
    role: roleNameOf(rsc),
    node: at?.name ?? null,
    since: roleSince(operations) ?? null,
    managed: rsc.managed,
    failed: rsc.failed,
    blocked: rsc.blocked,
    failCount: Object.values(failCounts).reduce(addScores, 0),
    failCounts,
    lastOperation: operations[0] ?? null,
  };
}

const ALONE = { replica: null, ip: null, container: null, guest: null };

function replicaDetail(
  s: ReadonlyModel,
  { offset, container, connection, inner, ipAddress }: ReadonlyReplica,
): InstanceDetail {
  const service = inner ?? container;
  return {
    ...partDetail(s, service, container.active[0]),
    replica: offset,
    ip: ipAddress ?? null,
    container: inner === undefined ? null : partDetail(s, container),
    guest: connection === undefined ? null : partDetail(s, connection),
  };
}

export function instanceDetails(s: ReadonlyModel, rsc: ReadonlyResource): InstanceDetail[] {
  if (rsc.kind === "bundle") return rsc.replicas.map((r) => replicaDetail(s, r));
  return primitivesOf(rsc)
    .filter((p) => !p.removed || p.active.length > 0)
    .map((p) => ({ ...partDetail(s, p), ...ALONE }));
}

/** Operations in flight, of the containers, addresses and connections of a bundle too. */
export function pendingOperations(rsc: ReadonlyResource): PendingOperation[] {
  return primitivesOf(rsc).flatMap((p) =>
    p.pendingTask === undefined ? [] : [{ resource: p.id, operation: p.pendingTask, node: p.pendingNode?.name ?? "" }],
  );
}
