/**
 * Probes of clones and bundles. Instances of an anonymous clone are alike, so probing one of them per node is enough.
 * Behaviour: docs/pacemaker/probes.md#probes-of-clones-and-bundles (pcmk_sched_clone.c, pcmk_sched_bundle.c).
 */
import { operationKey } from "../../cib/operation.ts";
import { findFirstAction } from "../action/create.ts";
import { newOrdering } from "../action/ordering.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ProbeMode, Relation } from "../model/enums.ts";
import type { Bundle, Clone, Node, Replica, Resource } from "../model/types.ts";
import { onlyNodeOf } from "../model/whereabouts.ts";

/** Probes a part, whatever its variant: probes.ts, which calls here. True if any probe was needed. */
export type Probe = (s: ClusterModel, rsc: Resource, node: Node) => boolean;

/** Probes each of several resources; true if any probe was needed. */
export function probeAll(s: ClusterModel, resources: readonly Resource[], node: Node, probe: Probe): boolean {
  let any = false;
  for (const rsc of resources) {
    if (probe(s, rsc, node)) any = true;
  }
  return any;
}

/** Probes every instance of a unique clone, and one of an anonymous clone. Whether a probe was made. */
export function probeClone(s: ClusterModel, clone: Clone, node: Node, probe: Probe): boolean {
  if (clone.exclusiveProbes && (!clone.allowed.has(node) || clone.allowed.probeMode(node) !== ProbeMode.exclusive)) {
    // Gone from the table too, so that notifications name only nodes the clone can run on.
    clone.allowed.delete(node);
    return false;
  }
  // Assignment left the instances in its own order; from here on it is that of their numbers, which later phases see.
  clone.children.sort((a, b) => instanceNumber(a) - instanceNumber(b));
  if (clone.unique) return probeAll(s, clone.children, node, probe);
  const instance =
    clone.children.find((child) => isKnown(child, node)) ??
    clone.children.find((child) => onlyNodeOf(child, false) === node) ??
    clone.children[0];
  return instance !== undefined && probe(s, instance, node);
}

function isKnown(rsc: Resource, node: Node): boolean {
  return rsc.children.length > 0 ? rsc.children.some((child) => isKnown(child, node)) : rsc.knownOn.has(node);
}

function instanceNumber(instance: Resource): number {
  return Number.parseInt(instance.id.slice(instance.id.lastIndexOf(":") + 1), 10) || 0;
}

/** Probes the address, the container and what runs in it, for every replica. Whether a probe was made. */
export function probeBundle(s: ClusterModel, bundle: Bundle, node: Node, probe: Probe): boolean {
  let any = false;
  for (const replica of bundle.replicas) {
    if (probeReplica(s, bundle, replica, node, probe)) any = true;
  }
  return any;
}

function probeReplica(s: ClusterModel, bundle: Bundle, replica: Replica, node: Node, probe: Probe): boolean {
  const { ip, inner, container, connection } = replica;
  let any = false;
  if (ip !== undefined && probe(s, ip, node)) any = true;
  if (inner !== undefined && replica.node === node && probe(s, inner, node)) any = true;
  if (probe(s, container, node)) {
    any = true;
    // With one replica a host, none is started there until it is certain that no other runs, holding its ports.
    if (bundle.perHost === 1) startOthersAfterProbe(s, bundle, replica);
  }
  if (connection !== undefined && probe(s, connection, node)) {
    const found = findFirstAction(connection.actions, operationKey(connection.id, "monitor", 0), node);
    if (found !== undefined) {
      any = true;
      // Where the connection is to be looked for is known once its container is started.
      newOrdering(
        s,
        { rsc: container, key: operationKey(container.id, "start", 0) },
        { rsc: connection, action: found },
        Relation.nestedRemoteProbe,
      );
    }
  }
  return any;
}

function startOthersAfterProbe(s: ClusterModel, bundle: Bundle, probed: Replica): void {
  for (const other of bundle.replicas) {
    if (other === probed) continue;
    newOrdering(
      s,
      { rsc: probed.container, key: operationKey(probed.container.id, "monitor", 0) },
      { rsc: other.container, key: operationKey(other.container.id, "start", 0) },
      Relation.ordered | Relation.ifOnSameNode,
    );
  }
}
