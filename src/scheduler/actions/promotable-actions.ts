/**
 * Promotions and demotions of a promotable clone: of its instances (whose actions are made a second time, now that the
 * clone's own exist) and the pseudo-actions of the whole.
 * Behaviour: docs/pacemaker/actions.md#promotable-clones (pcmk_sched_promotable.c, clone.c).
 */
import { INFINITY } from "../../cib/value/score.ts";
import { hasFlag } from "../action/action-state.ts";
import { resourcePseudoAction } from "../action/create.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag } from "../model/enums.ts";
import type { Clone, Resource } from "../model/types.ts";
import { notifyDemote, notifyPromote } from "../notifications/notifications.ts";
import type { CreateActions } from "./instance-actions.ts";

/** Makes these actions; the clone's are optional unless an instance is promoted or demoted. */
export function createPromotableActions(s: ClusterModel, clone: Clone, createActions: CreateActions): void {
  let promoting = false;
  let demoting = false;
  for (const instance of clone.children) {
    createActions(s, instance);
    promoting ||= requires(instance, "promote");
    demoting ||= requires(instance, "demote");
  }

  const promote = resourcePseudoAction(s, clone, "promote", !promoting, true);
  const promoted = resourcePseudoAction(s, clone, "promoted", !promoting, true);
  promoted.priority = INFINITY;
  notifyPromote(s, clone, promote, promoted);

  const demote = resourcePseudoAction(s, clone, "demote", !demoting, true);
  const demoted = resourcePseudoAction(s, clone, "demoted", !demoting, true);
  demoted.priority = INFINITY;
  notifyDemote(s, clone, demote, demoted);

  // While instances were chosen for promotion, their priorities served as promotion scores.
  for (const instance of clone.children) instance.priority = clone.priority;
}

function requires(rsc: Resource, task: string): boolean {
  if (rsc.children.length > 0) return rsc.children.some((child) => requires(child, task));
  return rsc.actions.some((action) => action.task === task && !hasFlag(action, ActionFlag.optional));
}
