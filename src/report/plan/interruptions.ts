/**
 * Finds the events that abort a transition. Pacemaker re-plans whenever the status changes in a way that its actions did
 * not cause, so a plan is reliable only up to that point. The remaining actions may then differ: a resource that is
 * stopped by then may start on another node. Seen on 2.1.5 by test/cluster.
 * Behaviour: docs/pacemaker/cib-changes.md#what-ends-a-transition (controld_te_callbacks.c).
 */
import { withoutInstanceNumber } from "../../cib/instance-name.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { OnFail } from "../../scheduler/model/enums.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import type { ResourceChange } from "../changes/document.ts";
import type { Demotion, Interruption, PlannedOperation } from "./document.ts";

/** During any of these operations an agent may set its promotion score. */
const TELLING: ReadonlySet<string> = new Set(["start", "stop", "promote", "demote"]);

interface Runs {
  /** The current and the desired cluster. */
  readonly before: ReadonlyModel;
  readonly after: ReadonlyModel;
}

function causeOf({ before, after }: Runs, { operation, resource }: PlannedOperation): Interruption | undefined {
  const rsc = after.resourcesById.get(resource);
  if (operation === "delete") return { kind: "history", resource: rsc?.id ?? resource };
  if (operation === "clear_failcount") return { kind: "failures", resource: rsc?.id ?? resource };
  if (rsc === undefined) return undefined;
  if (operation === "start" && rsc.isRemoteConnection) return { kind: "node", resource: rsc.id };
  // Only the old configuration defines a removed resource.
  const known = rsc.removed ? findResource(before, rsc.id) : rsc;
  return TELLING.has(operation) && known !== undefined && isPromotable(known)
    ? { kind: "promotion-score", resource: withoutInstanceNumber(rsc.id) }
    : undefined;
}

function isPromotable(rsc: ReadonlyResource): boolean {
  return rsc.promotable || (rsc.parent !== undefined && isPromotable(rsc.parent));
}

/** Without duplicates, in the order of the operations. */
export function findInterruptions(runs: Runs, operations: readonly PlannedOperation[]): Interruption[] {
  const found = new Map<string, Interruption>();
  for (const operation of operations) {
    const cause = causeOf(runs, operation);
    if (cause !== undefined) found.set(`${cause.kind} ${cause.resource}`, cause);
  }
  return [...found.values()];
}

/**
 * A promoted instance that restarts for a changed parameter is first demoted, with the new parameters. If its agent then
 * changes its promotion score, the transition aborts. The demote has replaced the start in the history, so the history no
 * longer shows that the instance was started with other parameters. (Seen on 2.1.5, six times of six, on a clone and in a
 * bundle.)
 */
export function findDoubtfulRestarts(resources: readonly ResourceChange[]): string[] {
  return redefined(resources).map(({ resource }) => resource);
}

/**
 * Pacemaker demotes such an instance with its new parameters, and stops it with the old ones. An agent that finds its state
 * by a changed parameter fails the demotion, and often the stop. (Seen on 2.1.5: the node was fenced.)
 *
 * @param s of the desired configuration
 */
export function readDemotions(s: ReadonlyModel, resources: readonly ResourceChange[]): Demotion[] {
  return redefined(resources).map(({ resource, from = "" }) => {
    const stop = s.resourcesById.get(resource)?.actions.find(({ task }) => task === "stop");
    return { resource, node: from, onStopFailure: stop === undefined ? "other" : consequence(stop.onFail) };
  });
}

function consequence(onFail: OnFail): Demotion["onStopFailure"] {
  if (onFail === OnFail.fence) return "fence";
  if (onFail === OnFail.restartContainer) return "restart-container";
  return onFail === OnFail.block ? "block" : "other";
}

function redefined(resources: readonly ResourceChange[]): readonly ResourceChange[] {
  return resources.filter((c) => c.kind === "restart" && c.roleBefore === "Promoted" && c.reason === DEFINITION_CHANGE);
}

const DEFINITION_CHANGE = "resource definition change";
