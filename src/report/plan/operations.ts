/** The operations of a transition, as a plan lists them. */
import { parseOperationKey } from "../../cib/operation.ts";
import type { Transition } from "../../scheduler/graph/transition.ts";
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
