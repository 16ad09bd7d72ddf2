/** Lists the operations of a transition for a plan. */
import { parseOperationKey } from "../../cib/operation.ts";
import type { Transition } from "../../scheduler/graph/transition.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { PlannedOperation } from "./document.ts";

/** @param differencesOf the plan's differences that cause a resource's actions */
export function plannedOperations(
  transition: Transition,
  differencesOf: (rsc: string) => readonly number[],
): PlannedOperation[] {
  return transition.synapses.flatMap(({ action }): PlannedOperation[] => {
    if (action.kind === "pseudo_event") return [];
    const key = parseOperationKey(action.operationKey);
    const resource = action.resource?.longId ?? action.resource?.id ?? "";
    return [
      {
        operation: action.operation,
        intervalMs: key?.intervalMs ?? 0,
        resource,
        node: action.onNode ?? "",
        ...(action.reason === undefined ? {} : { reason: action.reason }),
        differences: differencesOf(resource),
      },
    ];
  });
}

/** The cause of an operation that only the transition after the guest's start will contain. */
export const GUEST_PROBE = "guest node start";

/**
 * A guest node starts without a history, so Pacemaker probes its resources before it starts them. The transition that
 * starts the guest does not contain these probes. (Pacemaker clears a guest's history when its connection starts.)
 */
export function withGuestProbes(s: ReadonlyModel, operations: readonly PlannedOperation[]): PlannedOperation[] {
  const starting = new Set(
    operations
      .filter((o) => o.operation === "start" && s.resourcesById.get(o.resource)?.isRemoteConnection)
      .map((o) => o.resource),
  );
  return operations.flatMap((o): PlannedOperation[] => {
    if (o.operation !== "start" || !starting.has(o.node)) return [o];
    const isProbe = (p: PlannedOperation): boolean =>
      p.operation === "monitor" && p.intervalMs === 0 && p.resource === o.resource && p.node === o.node;
    if (operations.some(isProbe)) return [o];
    return [{ ...o, operation: "monitor", reason: GUEST_PROBE }, o];
  });
}
