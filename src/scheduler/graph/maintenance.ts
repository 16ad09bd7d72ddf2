/**
 * Remote and guest nodes cannot look up by themselves whether they are in maintenance, so the transition carries
 * changes of that to wherever their state is recorded.
 * Behaviour: docs/pacemaker/graph.md#maintenance-of-remote-nodes.
 */

import type { ClusterModel } from "../model/cluster-model.ts";
import { isRemoteKind } from "../model/node.ts";
import type { MaintenanceUpdate } from "./transition.ts";

/** Task of the pseudo-event that carries the changes. */
export const MAINTENANCE_TASK = "maintenance_nodes";

/** One update for each remote or guest node whose maintenance mode is not what its recorded state says. */
export function maintenanceUpdates(s: ClusterModel): MaintenanceUpdate[] {
  return s.nodes
    .filter((node) => isRemoteKind(node) && node.maintenance !== node.remoteMaintenance)
    .map((node) => ({ nodeId: node.id, inMaintenance: node.maintenance }));
}
