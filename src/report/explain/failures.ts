/** The failures in the history, for explanations. */
import type { ReadonlyFailedOperation, ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { OnFail } from "../../scheduler/model/enums.ts";
import type { ReadonlyNode, ReadonlyPrimitive } from "../../scheduler/model/read-only.ts";

/** Oldest first. */
export function failuresOf(s: ReadonlyModel, rsc: ReadonlyPrimitive): ReadonlyFailedOperation[] {
  return s.failedOperations.filter((f) => f.rsc === rsc);
}

export function failedOn(s: ReadonlyModel, node: ReadonlyNode): ReadonlyFailedOperation[] {
  return s.failedOperations.filter((f) => f.node === node);
}

const EFFECTS = { block: OnFail.block, stop: OnFail.stop, standby: OnFail.standby } as const;

/** The last of these failures to which the cluster responds in this way. */
export function failureThat(
  does: keyof typeof EFFECTS,
  failures: readonly ReadonlyFailedOperation[],
): ReadonlyFailedOperation | undefined {
  return failures.findLast(({ onFail }) => onFail === EFFECTS[does]);
}
