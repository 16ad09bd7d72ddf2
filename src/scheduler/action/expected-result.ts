/** What an operation should report: the agent's exit status that means the resource is as we believe it to be. */
import type { Action } from "../model/types.ts";
import { setMeta } from "./action-state.ts";

/** Exit statuses of a monitor, from the OCF resource agent API. */
export const RunResult = { notRunning: 7, promoted: 8 } as const;

/** Makes `status` the action's successful result, in the graph too: docs/pacemaker/graph.md#attributes-of-actions. */
export function expectResult(action: Action, status: number): void {
  action.expectedRc = status;
  setMeta(action, "op_target_rc", String(status));
}
