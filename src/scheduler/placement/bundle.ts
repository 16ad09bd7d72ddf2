/**
 * Assigning a bundle: its containers like instances of a clone; then for each replica its address, its connection and
 * the instance inside it, which has only its replica's node to go to; at last the clone of those instances, for the
 * roles.
 * Behaviour: docs/pacemaker/assignment.md#bundles (pcmk_sched_bundle.c).
 */
import { INFINITY, MINUS_INFINITY } from "../../cib/value/score.ts";
import { newColocation } from "../constraints/colocation.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { mergeSort } from "../model/merge-sort.ts";
import { isRemoteKind } from "../model/node.ts";
import type { Bundle, Node, Replica, Resource } from "../model/types.ts";
import { toBanForFailures } from "../status/failcounts.ts";
import { assignInstances } from "./instance-assignment.ts";
import { instanceComparison } from "./instance-order.ts";
import type { Assign } from "./primitive.ts";
import { logScores } from "./score-lines.ts";

/** Assigns a bundle and its parts; see `Assign`. Always undefined, as a bundle has no single node. */
export function assignBundle(
  s: ClusterModel,
  assign: Assign,
  rsc: Bundle,
  prefer: Node | undefined,
  stopIfFail: boolean,
): undefined {
  rsc.assigning = true;
  logScores(s, "pcmk__bundle_assign", rsc);

  const containers: Resource[] = rsc.replicas.map((replica) => replica.container);
  mergeSort(containers, instanceComparison(s));
  assignInstances(s, assign, rsc, containers, { total: rsc.replicasMax, perNode: rsc.perHost });
  for (const replica of rsc.replicas) assignReplica(s, assign, replica, prefer, stopIfFail);

  if (rsc.inner !== undefined) {
    s.why?.because({ kind: "structure" });
    const replicaNodes = new Set(rsc.replicas.map((replica) => replica.node));
    for (const node of rsc.inner.allowed.list(s.nodes)) {
      rsc.inner.allowed.setScore(node, replicaNodes.has(node) ? 0 : MINUS_INFINITY);
    }
    assign(s, rsc.inner, prefer, stopIfFail);
  }

  rsc.assigning = false;
  rsc.unassigned = false;
  return undefined;
}

function assignReplica(
  s: ClusterModel,
  assign: Assign,
  replica: Replica,
  prefer: Node | undefined,
  stopIfFail: boolean,
): void {
  const { ip, container, connection, inner } = replica;
  if (ip !== undefined) assign(s, ip, prefer, stopIfFail);

  if (connection !== undefined) {
    const host = container.assigned;
    if (host !== undefined && isRemoteKind(host) && host.connection !== undefined) {
      // A remote daemon serves one connection at a time, so nested connections have to share a host.
      const id = "replica-remote-with-host-remote";
      newColocation(s, { id, score: INFINITY, dependent: connection, primary: host.connection, influence: true });
    }
    assign(s, connection, prefer, stopIfFail);
  }

  if (inner !== undefined) {
    s.why?.because({ kind: "structure" });
    for (const node of inner.allowed.list(s.nodes)) {
      if (node !== replica.node) inner.allowed.setScore(node, MINUS_INFINITY);
      else if (toBanForFailures(s, inner, node) === undefined) inner.allowed.setScore(node, INFINITY);
    }
    const clone = inner.parent;
    if (clone !== undefined) clone.assigning = true;
    assign(s, inner, replica.node, stopIfFail);
    if (clone !== undefined) clone.assigning = false;
  }
}
