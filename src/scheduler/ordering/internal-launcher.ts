/**
 * A resource and its launcher: the connection of a guest or bundle node and the container it is in, or a
 * resource whose meta-attribute `container` names something else to start it with.
 * Behaviour: docs/pacemaker/internal-orderings.md#launchers.
 */
import { INFINITY, MINUS_INFINITY } from "../../cib/value/score.ts";
import { newOrdering, orderStarts, orderStops } from "../action/ordering.ts";
import { newColocation } from "../constraints/colocation.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation } from "../model/enums.ts";
import type { Resource } from "../model/types.ts";

/** A bundle's connection should be where its container is, but another host can reach the container, too. */
const HIGHLY_PREFERRED = 10_000;

/** Orders the resource within its launcher's start and stop, with a colocation; on a guest node, only keeps it there. */
export function constrainToLauncher(s: ClusterModel, rsc: Resource, launcher: Resource): void {
  if (rsc.isRemoteConnection) {
    if (!rsc.remoteNestingAllowed) avoidRemoteNodes(s, launcher);
    // When the container's history was cleaned up, its probe shows whether the connection must be recovered at all.
    newOrdering(s, { rsc: launcher, task: "monitor" }, { rsc, task: "stop" }, Relation.ordered);
  } else {
    const connection = launcher.isRemoteConnection ? launcher : guestConnectionIn(s, launcher);
    if (connection !== undefined) {
      keepOn(s, rsc, connection);
      return;
    }
  }
  orderStarts(s, launcher, rsc, Relation.firstImpliesThen | Relation.unrunnableFirstBlocks);
  orderStops(s, rsc, launcher, Relation.thenImpliesFirst);
  const score = rsc.remoteNestingAllowed ? HIGHLY_PREFERRED : INFINITY;
  newColocation(s, { id: "#resource-with-container", score, dependent: rsc, primary: launcher, influence: true });
}

/** Launched by a guest node means running on it. */
function keepOn(s: ClusterModel, rsc: Resource, connection: Resource): void {
  for (const node of rsc.allowed.list(s.nodes)) {
    if (node.connection !== connection) rsc.allowed.setScore(node, MINUS_INFINITY);
  }
}

function guestConnectionIn(s: ClusterModel, launcher: Resource): Resource | undefined {
  return s.haveRemoteNodes ? launcher.launched.find((launched) => launched.isRemoteConnection) : undefined;
}

/** Remote nodes cannot run what the cluster itself depends on, nor (but for bundles) further remote nodes. */
export function avoidRemoteNodes(s: ClusterModel, rsc: Resource): void {
  for (const node of rsc.allowed.list(s.nodes)) {
    if (node.connection !== undefined) rsc.allowed.setScore(node, MINUS_INFINITY);
  }
}
