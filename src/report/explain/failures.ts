/** The failures in the history, for explanations. */
import { get } from "../../cib/xml/tree.ts";
import type { ClusterModel, FailedOperation } from "../../scheduler/model/cluster-model.ts";
import { OnFail } from "../../scheduler/model/enums.ts";
import { findOperation, operationMeta, operationOnFail } from "../../scheduler/model/operation-config.ts";
import type { Node, Primitive } from "../../scheduler/model/types.ts";

/** Oldest first. */
export function failuresOf(s: ClusterModel, rsc: Primitive): FailedOperation[] {
  return s.failedOperations.filter((f) => f.rsc === rsc);
}

export function failedOn(s: ClusterModel, node: Node): FailedOperation[] {
  return s.failedOperations.filter((f) => f.node === node);
}

const EFFECTS = { block: OnFail.block, stop: OnFail.stop, standby: OnFail.standby } as const;

/** The last of these failures whose operation is configured with this on-fail reaction. */
export function failureThat(
  s: ClusterModel,
  does: keyof typeof EFFECTS,
  failures: readonly FailedOperation[],
): FailedOperation | undefined {
  return failures.findLast(({ op, node, rsc }) => {
    if (rsc === undefined) return false;
    const task = get(op, "operation") ?? "";
    const intervalMs = Number(get(op, "interval") ?? 0);
    const configured = findOperation(rsc, task, intervalMs, true);
    const meta = operationMeta(s, rsc, configured, task, intervalMs, node);
    return operationOnFail(s, rsc, task, intervalMs, meta) === EFFECTS[does];
  });
}
