/**
 * The order of a transition's synapses: resource by resource in list order, each resource's own actions newest
 * first, and then everything that belongs to no resource (and bundles' own pseudo-actions), newest first again.
 * Notifications of a clone are made when its turn comes, for only now it is known what will really happen.
 * Behaviour: docs/pacemaker/graph.md#order-of-synapses.
 */
import { actionFlags } from "../action/collective-flags.ts";
import { pseudoAction, setFlag } from "../action/create.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag } from "../model/enums.ts";
import type { Action, Bundle, Clone, Resource } from "../model/types.ts";
import { addNotifications } from "../notifications/notifications.ts";
import { MAINTENANCE_TASK, maintenanceUpdates } from "./maintenance.ts";

/** Calls `visit` for every action; for some more than once, of which the first counts. */
export function visitInOrder(s: ClusterModel, visit: (action: Action) => void): void {
  for (const rsc of s.resources) visitResource(s, rsc, visit);
  if (maintenanceUpdates(s).length > 0) setFlag(pseudoAction(s, MAINTENANCE_TASK), ActionFlag.alwaysInGraph);
  newestFirst(s.actions, visit);
}

function visitResource(s: ClusterModel, rsc: Resource, visit: (action: Action) => void): void {
  switch (rsc.kind) {
    case "primitive":
    case "group":
      newestFirst(rsc.actions, visit);
      for (const child of rsc.children) visitResource(s, child, visit);
      return;
    case "clone":
      visitClone(s, rsc, visit);
      return;
    case "bundle":
      visitBundle(s, rsc, visit);
      return;
  }
}

function visitClone(s: ClusterModel, clone: Clone, visit: (action: Action) => void): void {
  // Instances may have changed since the clone's own actions last summed them up.
  newestFirst(clone.actions, (action) => void actionFlags(s, action, undefined));
  addNotifications(s, clone);
  for (const instance of clone.children) visitResource(s, instance, visit);
  newestFirst(clone.actions, visit);
}

function visitBundle(s: ClusterModel, bundle: Bundle, visit: (action: Action) => void): void {
  if (bundle.inner !== undefined) visitResource(s, bundle.inner, visit);
  for (const { ip, container, connection } of bundle.replicas) {
    if (ip !== undefined) visitResource(s, ip, visit);
    visitResource(s, container, visit);
    if (connection !== undefined) visitResource(s, connection, visit);
  }
}

function newestFirst(actions: readonly Action[], visit: (action: Action) => void): void {
  for (let i = actions.length - 1; i >= 0; i--) visit(actions[i] as Action);
}
