/**
 * Constraints every resource brings along: a stop before the next start, members of a group in sequence, a
 * clone's start before its instances', a container before what runs in it. They are made for each resource in list
 * order, and within a resource in the order written here; both can be seen in the transition.
 * Behaviour: docs/pacemaker/phases.md#why-creation-order-matters.
 */
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Resource } from "../model/types.ts";
import { constrainBundle } from "./internal-bundle.ts";
import { constrainClone } from "./internal-clone.ts";
import { constrainGroup } from "./internal-group.ts";
import { constrainPrimitive } from "./internal-primitive.ts";

/** Makes the constraints of the resource and of everything in it. */
export function createInternalConstraints(s: ClusterModel, rsc: Resource): void {
  const constrain = (part: Resource): void => createInternalConstraints(s, part);
  switch (rsc.kind) {
    case "primitive":
      constrainPrimitive(s, rsc);
      return;
    case "group":
      constrainGroup(s, rsc, constrain);
      return;
    case "clone":
      constrainClone(s, rsc, constrain);
      return;
    case "bundle":
      constrainBundle(s, rsc, constrain);
      return;
  }
}
