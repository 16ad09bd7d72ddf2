/**
 * A bundle: its own actions bracket those of its containers and of the clone inside them. A replica's address
 * comes before its container; its connection is ordered with the container as every launched resource is.
 * Behaviour: docs/pacemaker/internal-orderings.md#bundles.
 */
import { INFINITY } from "../../cib/value/score.ts";
import { newOrdering, orderStarts, orderStops } from "../action/ordering.ts";
import { newColocation } from "../constraints/colocation.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation } from "../model/enums.ts";
import type { Bundle, Replica, Resource } from "../model/types.ts";
import { orderPromotableRestart } from "./internal-promotable.ts";

/** `constrain` does the same for each part. */
export function constrainBundle(s: ClusterModel, bundle: Bundle, constrain: (part: Resource) => void): void {
  for (const replica of bundle.replicas) constrainReplica(s, bundle, replica, constrain);
  const { inner } = bundle;
  if (inner === undefined) return;
  bracketInner(s, bundle, inner, "start", "running");
  bracketInner(s, bundle, inner, "stop", "stopped");
  constrain(inner);
  if (!inner.promotable) return;
  orderPromotableRestart(s, bundle);
  bracketInner(s, bundle, inner, "demote", "demoted");
  bracketInner(s, bundle, inner, "promote", "promoted");
}

/** The bundle begins, the clone inside begins; the clone is done, the bundle is done. */
function bracketInner(s: ClusterModel, bundle: Bundle, inner: Resource, task: string, completion: string): void {
  newOrdering(s, { rsc: bundle, task }, { rsc: inner, task }, Relation.thenImpliesFirstGraphed);
  newOrdering(s, { rsc: inner, task: completion }, { rsc: bundle, task: completion }, Relation.firstImpliesThenGraphed);
}

function constrainReplica(
  s: ClusterModel,
  bundle: Bundle,
  replica: Replica,
  constrain: (part: Resource) => void,
): void {
  const { container, ip, connection, inner } = replica;
  constrain(container);
  orderStarts(s, bundle, container, Relation.unrunnableFirstBlocks | Relation.thenImpliesFirstGraphed);
  if (inner !== undefined) orderStops(s, bundle, inner, Relation.thenImpliesFirstGraphed);
  orderStops(s, bundle, container, Relation.thenImpliesFirstGraphed);
  newOrdering(s, { rsc: container, task: "start" }, { rsc: bundle, task: "running" }, Relation.firstImpliesThenGraphed);
  newOrdering(s, { rsc: container, task: "stop" }, { rsc: bundle, task: "stopped" }, Relation.firstImpliesThenGraphed);

  if (ip !== undefined) {
    constrain(ip);
    orderStarts(s, ip, container, Relation.unrunnableFirstBlocks | Relation.guestAllowed);
    orderStops(s, container, ip, Relation.thenImpliesFirst | Relation.guestAllowed);
    newColocation(s, { id: "#ip-with-container", score: INFINITY, dependent: ip, primary: container, influence: true });
  }
  if (connection !== undefined) constrain(connection);
}
