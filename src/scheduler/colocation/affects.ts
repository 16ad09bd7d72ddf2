/**
 * What a colocation affects depends on how far the run has come: first where the dependent may go, then, for instances
 * of promotable clones that have their nodes, which role they take, then nothing any more.
 * Behaviour: docs/pacemaker/colocation.md#what-a-colocation-affects.
 */
import type { ClusterModel } from "../model/cluster-model.ts";
import { Role } from "../model/enums.ts";
import type { Colocation, Resource } from "../model/types.ts";

/** With `preview`, both resources are treated as if they were assigned already. */
export function colocationAffects(
  s: ClusterModel,
  dependent: Resource,
  primary: Resource,
  colocation: Colocation,
  preview: boolean,
): "nothing" | "location" | "role" {
  if (!preview && primary.unassigned) return "nothing";
  const dependentInRole = resourceForRole(s, dependent);
  if (
    colocation.dependentRole >= Role.unpromoted &&
    dependentInRole.parent?.promotable === true &&
    !dependentInRole.unassigned
  ) {
    return "role";
  }
  if (!preview && !dependent.unassigned) return "nothing";
  if (!s.dialect.rolesOfBundles && colocation.score < 0) return affectsApart(dependent, primary, colocation);
  if (colocation.dependentRole !== Role.unknown && colocation.dependentRole !== dependentInRole.nextRole)
    return "nothing";
  if (colocation.primaryRole !== Role.unknown && colocation.primaryRole !== resourceForRole(s, primary).nextRole)
    return "nothing";
  return "location";
}

/** Until 2.1.6 resources were kept apart by role where they would not have that role. */
function affectsApart(dependent: Resource, primary: Resource, colocation: Colocation): "nothing" | "location" {
  const { dependentRole, primaryRole } = colocation;
  if (dependentRole !== Role.unknown && dependentRole === dependent.nextRole) return "nothing";
  if (primaryRole !== Role.unknown && primaryRole === primary.nextRole) return "nothing";
  return "location";
}

/** A bundle's container never has a role; the instance inside it has. */
export function resourceForRole(s: ClusterModel, rsc: Resource): Resource {
  if (!s.dialect.rolesOfBundles || !rsc.replicaContainer || rsc.parent?.kind !== "bundle") return rsc;
  return rsc.parent.replicas.find((replica) => replica.container === rsc)?.inner ?? rsc;
}
