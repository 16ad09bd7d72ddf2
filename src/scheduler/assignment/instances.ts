/**
 * The instances of a collective resource: a clone's children, or a bundle's containers; and which of them goes with
 * another resource.
 * Behaviour: docs/pacemaker/colocation.md#compatible-instances (pcmk_sched_instances.c "compatible instance").
 */
import type { ClusterModel } from "../model/cluster-model.ts";
import { Role } from "../model/enums.ts";
import type { Bundle, Clone, Node, Resource } from "../model/types.ts";
import { anyBlocked, onlyNodeOf, roleOf } from "../model/whereabouts.ts";
import { sortNodes } from "./node-order.ts";

/** A clone's children in their present order, or the container of each of a bundle's replicas. */
export function assignableInstances(rsc: Clone | Bundle): readonly Resource[] {
  return rsc.kind === "bundle" ? rsc.replicas.map((replica) => replica.container) : rsc.children;
}

/** How many instances one node may run, for any variant. */
export function maxPerNode(rsc: Resource): number {
  switch (rsc.kind) {
    case "primitive":
    case "group":
      return 1;
    case "clone":
      return rsc.cloneNodeMax;
    case "bundle":
      return rsc.perHost;
  }
}

/**
 * True when an instance that is not blocked is (`current`) or will be on the node, with the role unless that is unknown.
 */
export function instanceMatches(instance: Resource, node: Node, role: Role, current: boolean): boolean {
  if (role !== Role.unknown && role !== roleOf(instance, current)) return false;
  return !anyBlocked(instance) && onlyNodeOf(instance, current) === node;
}

/** The instance of `rsc` on a node; see {@link instanceMatches}. */
export function instanceOn(rsc: Clone | Bundle, node: Node, role: Role, current: boolean): Resource | undefined {
  return assignableInstances(rsc).find((instance) => instanceMatches(instance, node, role, current));
}

/**
 * The instance of `rsc` that shares a node with `match`: its own node if it has one, else the most preferred of its
 * allowed nodes where there is such an instance.
 */
export function compatibleInstance(
  s: ClusterModel,
  match: Resource,
  rsc: Clone | Bundle,
  role: Role,
  current: boolean,
): Resource | undefined {
  const node = onlyNodeOf(match, current);
  if (node !== undefined) return instanceOn(rsc, node, role, current);
  for (const candidate of sortNodes(s, match.allowed.list(s.nodes), match.allowed)) {
    const instance = instanceOn(rsc, candidate, role, current);
    if (instance !== undefined) return instance;
  }
  return undefined;
}
