/**
 * The assignment phase: every resource gets a node, or none, and instances of promotable clones get their roles.
 * Behaviour: docs/pacemaker/assignment.md#sequence (pcmk_scheduler.c).
 */
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Node, Resource } from "../model/types.ts";
import { assignBundle } from "./bundle.ts";
import { assignClone } from "./clone.ts";
import { assignGroup } from "./group.ts";
import { assignPrimitive } from "./primitive.ts";
import { sortResources } from "./resource-order.ts";

/** Assigns every resource of the model, remote connections first: other resources may run on the nodes they reach. */
export function assignResources(s: ClusterModel): void {
  if (s.options.placementStrategy !== "default") sortResources(s);
  if (s.haveRemoteNodes) {
    // Other resources can only be assigned to remote nodes once it is known whether these will be reached.
    for (const rsc of s.resources) {
      if (rsc.isRemoteConnection) assign(s, rsc, rsc.partialMigrationTarget, true);
    }
  }
  for (const rsc of s.resources) {
    if (!rsc.isRemoteConnection) assign(s, rsc, undefined, true);
  }
}

/** Assigns a resource of any variant, once; see `Assign` in assign-function.ts. */
function assign(s: ClusterModel, rsc: Resource, prefer: Node | undefined, stopIfFail: boolean): Node | undefined {
  switch (rsc.kind) {
    case "primitive":
      return assignPrimitive(s, assign, rsc, prefer, stopIfFail);
    case "group":
      return assignGroup(s, assign, rsc, prefer, stopIfFail);
    case "clone":
      return assignClone(s, assign, rsc, prefer, stopIfFail);
    case "bundle":
      return assignBundle(s, assign, rsc, prefer, stopIfFail);
  }
}
