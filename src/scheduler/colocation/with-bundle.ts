/**
 * Colocation with a bundle, which means with its containers. An instance of a clone or bundle goes by the container
 * that shares its node; others go where any container is, or weigh every one.
 * Behaviour: docs/pacemaker/colocation.md#with-a-bundle.
 */
import { addScores, INFINITY } from "../../cib/value/score.ts";
import { instanceOn } from "../assignment/instances.ts";
import { sortNodes } from "../assignment/node-order.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Role } from "../model/enums.ts";
import { isCollective } from "../model/resource.ts";
import type { Bundle, Colocation, Node, Replica, Resource } from "../model/types.ts";
import { anyBlocked, onlyNodeOf } from "../model/whereabouts.ts";
import { type Apply, applyWithInstance, restrictTo } from "./with-clone.ts";

/** Returns what was added to the dependent's priority; 0, without effect, while the bundle is not assigned. */
export function applyWithBundle(
  s: ClusterModel,
  apply: Apply,
  dependent: Resource,
  bundle: Bundle,
  colocation: Colocation,
): number {
  if (bundle.unassigned) return 0;
  if (isCollective(colocation.dependent))
    return applyWithInstance(s, apply, dependent, compatibleContainer(s, dependent, bundle), colocation);
  if (colocation.score < INFINITY) {
    let delta = 0;
    for (const { container } of bundle.replicas) {
      delta = addScores(delta, apply(s, dependent, container, colocation, false));
    }
    return delta;
  }
  const nodes = new Set<Node>();
  for (const replica of bundle.replicas) {
    const node = replica.container.assigned;
    if (node !== undefined && !anyBlocked(replica.container) && suits(replica, colocation.primaryRole)) nodes.add(node);
  }
  restrictTo(s, dependent, nodes);
  return 0;
}

/** The container that shares a node with the dependent; what is in a bundle itself shares its container's. */
function compatibleContainer(s: ClusterModel, dependent: Resource, bundle: Bundle): Resource | undefined {
  const own = hostOf(s, onlyNodeOf(dependent, false));
  if (own !== undefined) return instanceOn(bundle, own, Role.unknown, false);
  for (const node of sortNodes(s, dependent.allowed.list(s.nodes), dependent.allowed)) {
    const host = hostOf(s, node);
    const container = host === undefined ? undefined : instanceOn(bundle, host, Role.unknown, false);
    if (container !== undefined) return container;
  }
  return undefined;
}

/** Where the container of a bundle's node will be; any other node is its own host. */
function hostOf(s: ClusterModel, node: Node | undefined): Node | undefined {
  return s.dialect.rolesOfBundles && node?.connection?.parent?.kind === "bundle"
    ? node.connection.launcher?.assigned
    : node;
}

function suits(replica: Replica, role: Role): boolean {
  return role < Role.promoted || (replica.inner !== undefined && replica.inner.nextRole >= Role.promoted);
}
