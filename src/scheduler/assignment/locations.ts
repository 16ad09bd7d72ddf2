/**
 * What location constraints do to the nodes of a resource, variant by variant. In a colocated group only the first
 * member gets the scores, as the others go where it goes; they get the nodes, at zero. A constraint for one role waits
 * until the role is chosen.
 * Behaviour: docs/pacemaker/location.md#applying-locations.
 */
import type { ClusterModel } from "../model/cluster-model.ts";
import { ProbeMode, Role } from "../model/enums.ts";
import type { Bundle, Group, Location, Node, Resource } from "../model/types.ts";

/** Applies every location constraint, the newest first. */
export function applyLocations(s: ClusterModel): void {
  for (let i = s.locations.length - 1; i >= 0; i--) {
    const location = s.locations[i] as Location;
    applyLocation(s, location.rsc, location);
  }
}

/** Applies a constraint to a resource and everything in it. */
export function applyLocation(s: ClusterModel, rsc: Resource, location: Location): void {
  s.why?.because({ kind: "location", location });
  applyToOne(rsc, location);
  switch (rsc.kind) {
    case "primitive":
      break;
    case "group":
      applyToMembers(s, rsc, location);
      break;
    case "clone":
      for (const instance of rsc.children) applyLocation(s, instance, location);
      break;
    case "bundle":
      applyToReplicas(s, rsc, location);
      break;
  }
}

function applyToOne(rsc: Resource, location: Location): void {
  if (location.role !== Role.unknown && location.role !== rsc.nextRole) return;
  for (const [node, score] of location.nodes) {
    if (rsc.allowed.has(node)) rsc.allowed.addScore(node, score);
    else rsc.allowed.set(node, score, node.probeMode);
    if (rsc.allowed.probeMode(node) < location.probeMode) {
      if (location.probeMode === ProbeMode.exclusive) rsc.exclusiveProbes = true;
      rsc.allowed.setProbeMode(node, location.probeMode);
    }
  }
}

function applyToMembers(s: ClusterModel, group: Group, location: Location): void {
  const withoutScores = group.colocated ? { ...location, nodes: zeroed(location.nodes) } : location;
  for (const member of group.children)
    applyLocation(s, member, member === group.children[0] ? location : withoutScores);
}

function zeroed(nodes: ReadonlyMap<Node, number>): ReadonlyMap<Node, number> {
  const zero = new Map<Node, number>();
  for (const node of nodes.keys()) zero.set(node, 0);
  return zero;
}

function applyToReplicas(s: ClusterModel, bundle: Bundle, location: Location): void {
  for (const replica of bundle.replicas) {
    applyLocation(s, replica.container, location);
    if (replica.ip !== undefined) applyLocation(s, replica.ip, location);
  }
  const forRole = location.role === Role.promoted || location.role === Role.unpromoted;
  if (bundle.inner !== undefined && forRole) {
    applyLocation(s, bundle.inner, location);
    bundle.inner.locations.push(location);
  }
}
