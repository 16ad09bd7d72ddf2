/**
 * What ends a transition before it is done. Pacemaker schedules anew whenever the status moves in a way that it did not
 * bring about itself, so a plan holds to its end only up to there. What is not done by then is decided again, and may go
 * elsewhere: nothing keeps a resource where it was that is stopped by then. Seen on 2.1.5 by
 * test/cluster.
 * Behaviour: docs/pacemaker/cib-changes.md#what-ends-a-transition (controld_te_callbacks.c).
 */
import type { ClusterModel } from "../../scheduler/model/cluster-model.ts";
import { findResource } from "../../scheduler/model/lookup.ts";
import type { Resource } from "../../scheduler/model/types.ts";
import type { ResourceChange } from "../changes/document.ts";
import type { Interruption, PlannedOperation } from "./document.ts";

/** An agent may say how fit for promotion its instance is whenever one of these is done. */
const TELLING: ReadonlySet<string> = new Set(["start", "stop", "promote", "demote"]);

interface Runs {
  /** The cluster as it is, and as it would be. */
  readonly before: ClusterModel;
  readonly after: ClusterModel;
}

function causeOf({ before, after }: Runs, { operation, resource }: PlannedOperation): Interruption | undefined {
  const rsc = after.resourcesById.get(resource);
  if (operation === "delete") return { kind: "history", resource: rsc?.id ?? resource };
  if (operation === "clear_failcount") return { kind: "failures", resource: rsc?.id ?? resource };
  if (rsc === undefined) return undefined;
  if (operation === "start" && rsc.isRemoteConnection) return { kind: "node", resource: rsc.id };
  // Of a removed resource only the old configuration knows what it was.
  const known = rsc.removed ? findResource(before, rsc.id) : rsc;
  return TELLING.has(operation) && known !== undefined && isPromotable(known)
    ? { kind: "promotion-score", resource: rsc.id.replace(/:\d+$/, "") }
    : undefined;
}

function isPromotable(rsc: Resource): boolean {
  return rsc.promotable || (rsc.parent !== undefined && isPromotable(rsc.parent));
}

/** Each once, in the order of the operations. */
export function readInterruptions(runs: Runs, operations: readonly PlannedOperation[]): Interruption[] {
  const found = new Map<string, Interruption>();
  for (const operation of operations) {
    const cause = causeOf(runs, operation);
    if (cause !== undefined) found.set(`${cause.kind} ${cause.resource}`, cause);
  }
  return [...found.values()];
}

/**
 * A promoted instance that restarts for another parameter is demoted first, with the new parameters. Its agent tells
 * another promotion score as it does so, which ends the transition; and in the history the demotion has taken the place of
 * the start, so that nothing is left to show that the parameters are others than those it was started with. (Seen on
 * 2.1.5, six times of six, on a clone and in a bundle.)
 */
export function readDoubtfulRestarts(resources: readonly ResourceChange[]): string[] {
  return resources
    .filter((c) => c.kind === "restart" && c.roleBefore === "Promoted" && c.reason === DEFINITION_CHANGE)
    .map(({ resource }) => resource);
}

const DEFINITION_CHANGE = "resource definition change";
