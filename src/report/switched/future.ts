/** What a decision of the scheduler will make of a resource: how many of its instances will run, and be promoted. */
import { hasFlag } from "../../scheduler/action/action-state.ts";
import { ActionFlag, Role } from "../../scheduler/model/enums.ts";
import type { ReadonlyPrimitive, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import {
  instancesOf,
  limitingTargetRole,
  primitivesOf,
  promotedMax,
  runningRole,
} from "../../scheduler/model/roles.ts";

export interface Future {
  readonly run: number;
  readonly promoted: number;
  /** All that is configured: every replica of a bundle, one instance of a clone, and as many promoted as can be. */
  readonly whole: boolean;
}

/** @param rsc of a model after a complete run of the scheduler */
export function futureOf(rsc: ReadonlyResource): Future {
  const instances = instancesOf(rsc);
  const running = instances.filter((i) => primitivesOf(i).every(willRun));
  const promoted = running.filter((i) => primitivesOf(i).some((p) => p.nextRole === Role.promoted)).length;
  const wanted = limitingTargetRole(rsc) === "Unpromoted" ? 0 : Math.min(promotedMax(rsc), running.length);
  const enough =
    rsc.kind === "clone" ? running.length > 0 || instances.length === 0 : running.length === instances.length;
  // A new instance is promoted only when its agent has said that it may be.
  return { run: running.length, promoted, whole: enough && (promoted >= wanted || running.some(isNew)) };
}

/** It has a node, its container too, and what starts it there can be done. */
function willRun(p: ReadonlyPrimitive): boolean {
  if (!p.managed) return runningRole(p) >= Role.started;
  if (p.assigned === undefined || p.nextRole <= Role.stopped) return false;
  const container = p.assigned.kind === "guest" ? p.assigned.connection?.launcher : undefined;
  if (container?.kind === "primitive" && !willRun(container)) return false;
  return !p.actions.some(
    (a) => a.task === "start" && !hasFlag(a, ActionFlag.optional) && !hasFlag(a, ActionFlag.runnable),
  );
}

const isNew = (i: ReadonlyResource): boolean => primitivesOf(i).some((p) => p.active.length === 0);
