/**
 * What every managed primitive brings along. An unmanaged one is left alone and needs no order.
 * Behaviour: docs/pacemaker/internal-orderings.md#primitives.
 */
import { newOrdering } from "../action/ordering.ts";
import { orderRestartAroundUnfencing } from "../actions/unfencing.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Relation, Role } from "../model/enums.ts";
import { topOf } from "../model/resource.ts";
import type { Primitive } from "../model/types.ts";
import { waitForCapacity } from "./internal-capacity.ts";
import { avoidRemoteNodes, constrainToLauncher } from "./internal-launcher.ts";

/** Orders the primitive's own actions: stop before start, demotion before stop, start before promotion. */
export function constrainPrimitive(s: ClusterModel, rsc: Primitive): void {
  if (!rsc.managed) return;
  newOrdering(
    s,
    { rsc, task: "stop" },
    { rsc, task: "start" },
    Relation.ordered | Relation.firstImpliesThen | Relation.intermediateStop,
  );
  if (topOf(rsc, false).promotable || rsc.role > Role.unpromoted) {
    newOrdering(s, { rsc, task: "demote" }, { rsc, task: "stop" }, Relation.promotedImpliesFirst);
    newOrdering(s, { rsc, task: "start" }, { rsc, task: "promote" }, Relation.unrunnableFirstBlocks);
  }
  // A probe finds out anew what the history said, which makes erasing that pointless.
  newOrdering(
    s,
    { rsc, task: "lrm_delete" },
    { rsc, task: "monitor" },
    Relation.ifOnSameNode | Relation.thenCancelsFirst,
  );

  const allowed = rsc.allowed.list(s.nodes);
  if (!rsc.fenceDevice && s.enableUnfencing && rsc.needsUnfencing) {
    for (const node of allowed) orderRestartAroundUnfencing(s, rsc, node);
  }
  if (rsc.utilization.size > 0 && s.options.placementStrategy !== "default") waitForCapacity(s, rsc, allowed);
  if (rsc.launcher !== undefined) constrainToLauncher(s, rsc, rsc.launcher);
  if (rsc.isRemoteConnection || rsc.fenceDevice) avoidRemoteNodes(s, rsc);
}
