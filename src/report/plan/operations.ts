/** The operations of a transition, as a plan lists them. */
import { parseOperationKey } from "../../cib/operation.ts";
import type { Transition } from "../../scheduler/graph/transition.ts";
import type { ClusterModel } from "../../scheduler/model/cluster-model.ts";
import type { PlannedOperation } from "./document.ts";

/** @param differencesOf what of the plan's differences is behind what is done to a resource */
export function readOperations(
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

/** Why, of an operation that only the transition after the guest's start will have. */
export const GUEST_PROBE = "guest node start";

/**
 * A guest node that comes up remembers nothing: what is to start in it is probed there first, which the transition that
 * starts the guest cannot know yet. (Pacemaker forgets the history of a guest as its connection starts.)
 */
export function withGuestProbes(s: ClusterModel, operations: readonly PlannedOperation[]): PlannedOperation[] {
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
