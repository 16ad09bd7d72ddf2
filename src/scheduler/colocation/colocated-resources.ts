/**
 * All resources that have to end up on the same node: what a resource must be with, what must be with it, and so on.
 * Behaviour: docs/pacemaker/assignment.md#resources-that-belong-together.
 */
import { INFINITY } from "../../cib/value/score.ts";
import { thisWithColocations, withThisColocations } from "../action/colocation-lists.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Resource } from "../model/types.ts";
import { colocationAffects } from "./affects.ts";

/** The resource itself is among them, unless it is a group that is neither colocated nor cloned and has no members. */
export function colocatedResources(s: ClusterModel, rsc: Resource): Set<Resource> {
  const found = new Set<Resource>();
  follow(s, rsc, rsc, found);
  return found;
}

function follow(s: ClusterModel, rsc: Resource, origin: Resource, found: Set<Resource>): void {
  if (rsc.kind === "group" && (rsc.colocated || rsc.parent?.kind === "clone")) {
    found.add(rsc);
    for (const member of rsc.children) follow(s, member, origin, found);
  } else if (rsc.kind !== "group" || rsc.children.length > 0) {
    followColocations(s, rsc, origin, found);
  }
}

function followColocations(s: ClusterModel, rsc: Resource, origin: Resource, found: Set<Resource>): void {
  if (found.has(rsc)) return;
  found.add(rsc);
  for (const colocation of thisWithColocations(s, rsc)) {
    const { primary } = colocation;
    if (primary === origin || colocation.score !== INFINITY) continue;
    if (colocationAffects(s, rsc, primary, colocation, true) === "location") follow(s, primary, origin, found);
  }
  for (const colocation of withThisColocations(s, rsc)) {
    const { dependent } = colocation;
    if (dependent === origin || colocation.score !== INFINITY) continue;
    // Which instance a single dependent will be with is not known yet.
    if (rsc.kind === "clone" && dependent.kind !== "clone") continue;
    if (colocationAffects(s, dependent, rsc, colocation, true) === "location") follow(s, dependent, origin, found);
  }
}
