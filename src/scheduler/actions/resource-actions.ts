/**
 * The actions of a resource, by variant. A collective's parts come first, then the pseudo-actions of the collective
 * itself, which serve as points that others are ordered against.
 * Behaviour: docs/pacemaker/actions.md#groups-clones-and-bundles (pcmk_sched_group.c, pcmk_sched_clone.c,
 * pcmk_sched_bundle.c).
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { INFINITY } from "../../cib/value/score.ts";
import { resourcePseudoAction } from "../action/create.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Bundle, Clone, Group, Resource } from "../model/types.ts";
import { chainBusyInstances } from "./busy-instances.ts";
import { createInstanceActions } from "./instance-actions.ts";
import { createPromotableActions } from "./promotable-actions.ts";
import { createPrimitiveActions } from "./role-walk.ts";

/** Makes the actions of the resource and of everything in it. */
export function createActions(s: ClusterModel, rsc: Resource): void {
  switch (rsc.kind) {
    case "primitive":
      createPrimitiveActions(s, rsc);
      return;
    case "group":
      createGroupActions(s, rsc);
      return;
    case "clone":
      createCloneActions(s, rsc);
      return;
    case "bundle":
      createBundleActions(s, rsc);
      return;
  }
}

function createGroupActions(s: ClusterModel, group: Group): void {
  for (const member of group.children) createActions(s, member);
  const promotable = parseBoolean(group.meta.get("promotable")) === true;
  const tasks = promotable ? [...GROUP_POINTS, ...PROMOTABLE_GROUP_POINTS] : GROUP_POINTS;
  for (const task of tasks) resourcePseudoAction(s, group, task, true, true);
}

const GROUP_POINTS = ["start", "running", "stop", "stopped"];
const PROMOTABLE_GROUP_POINTS = ["demote", "demoted", "promote", "promoted"];

function createCloneActions(s: ClusterModel, clone: Clone): void {
  createInstanceActions(s, clone, clone.children, createActions);
  if (clone.ordered && s.dialect.chainsBusyInstances) chainBusyInstances(clone);
  if (clone.promotable) createPromotableActions(s, clone, createActions);
}

function createBundleActions(s: ClusterModel, bundle: Bundle): void {
  for (const replica of bundle.replicas) {
    for (const part of [replica.ip, replica.container, replica.connection]) {
      if (part !== undefined) createActions(s, part);
    }
  }
  createInstanceActions(
    s,
    bundle,
    bundle.replicas.map((replica) => replica.container),
    createActions,
  );
  const inner = bundle.inner;
  if (inner === undefined) return;
  createActions(s, inner);
  if (!inner.promotable) return;
  resourcePseudoAction(s, bundle, "promote", true, true);
  resourcePseudoAction(s, bundle, "promoted", true, true).priority = INFINITY;
  resourcePseudoAction(s, bundle, "demote", true, true);
  resourcePseudoAction(s, bundle, "demoted", true, true).priority = INFINITY;
}
