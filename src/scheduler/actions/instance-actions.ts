/**
 * Actions of a clone's instances or a bundle's containers, and the start/running/stop/stopped pseudo-actions of the
 * whole, whose flags say what the instances together are about to do.
 * Behaviour: docs/pacemaker/actions.md#groups-clones-and-bundles (pcmk_sched_instances.c).
 */
import { INFINITY } from "../../cib/value/score.ts";
import { hasFlag } from "../action/action-state.ts";
import { resourcePseudoAction, setFlag } from "../action/create.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag } from "../model/enums.ts";
import type { Bundle, Clone, Resource } from "../model/types.ts";
import { notifyStartAndStop } from "../notifications/notifications.ts";

interface Prospect {
  active: boolean;
  starting: boolean;
  stopping: boolean;
  /** The same instance stops and starts. */
  restarting: boolean;
}

/** Makes the actions of a part, whatever its variant: resource-actions.ts, which calls here. */
export type CreateActions = (s: ClusterModel, rsc: Resource) => void;

/**
 * Makes the actions of each instance in turn, then those of the whole, which are optional unless an instance's are not.
 */
export function createInstanceActions(
  s: ClusterModel,
  collective: Clone | Bundle,
  instances: readonly Resource[],
  createActions: CreateActions,
): void {
  const prospect: Prospect = { active: false, starting: false, stopping: false, restarting: false };
  for (const instance of instances) {
    createActions(s, instance);
    assess(instance, prospect);
  }

  const start = resourcePseudoAction(s, collective, "start", !prospect.starting, true);
  const started = resourcePseudoAction(s, collective, "running", !prospect.starting, false);
  started.priority = INFINITY;
  if (prospect.active || prospect.starting) setFlag(started, ActionFlag.runnable);

  const stop = resourcePseudoAction(s, collective, "stop", !prospect.stopping, true);
  const stopped = resourcePseudoAction(s, collective, "stopped", !prospect.stopping, true);
  stopped.priority = INFINITY;
  if (!prospect.restarting) setFlag(stop, ActionFlag.migratable);

  if (collective.kind === "clone") notifyStartAndStop(s, collective, { start, started, stop, stopped });
}

function assess(instance: Resource, prospect: Prospect): void {
  if (instance.kind !== "primitive") {
    for (const member of instance.children) assess(member, prospect);
    return;
  }
  let starting = false;
  let stopping = false;
  for (const action of instance.actions) {
    if (hasFlag(action, ActionFlag.optional)) continue;
    if (action.task === "start") starting ||= hasFlag(action, ActionFlag.runnable);
    // A stop that is only a label is implied by fencing, and happens too.
    else if (action.task === "stop") stopping ||= hasFlag(action, ActionFlag.runnable | ActionFlag.pseudo);
  }
  prospect.active ||= instance.active.length > 0;
  prospect.starting ||= starting;
  prospect.stopping ||= stopping;
  prospect.restarting ||= starting && stopping;
}
