/**
 * What is to be done, and what has to wait for what. Finding it is the end of a run: it joins duplicate relations,
 * so nothing may look at kinds of relations afterwards.
 * Behaviour: docs/pacemaker/graph.md#joined-inputs, docs/pacemaker/graph.md#priorities.
 */
import { hasFlag } from "../action/action-state.ts";
import { setFlag } from "../action/create.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Role } from "../model/enums.ts";
import type { ReadOnly } from "../model/read-only.ts";
import type { Action } from "../model/types.ts";
import { isEdge, mergeInputs } from "../ordering/edges.ts";
import { belongsInGraph } from "../ordering/inclusion.ts";
import { visitInOrder } from "./synapse-order.ts";

export interface Step {
  readonly action: Action;
  readonly priority: number;
  /** Actions that must have completed first, by ascending id. */
  readonly inputs: readonly Action[];
}

export type ReadonlyStep = ReadOnly<Step>;

/** In the order of the transition. To be called once, at the end of a run. */
export function stepsOf(s: ClusterModel): Step[] {
  countActiveAsStarted(s);
  const steps: Step[] = [];
  const merged = new Set<Action>();
  visitInOrder(s, (action) => {
    if (!merged.has(action)) {
      merged.add(action);
      mergeInputs(action);
    }
    if (hasFlag(action, ActionFlag.addedToGraph) || !belongsInGraph(action)) return;
    setFlag(action, ActionFlag.addedToGraph);
    steps.push({ action, priority: Math.max(action.rsc?.priority ?? 0, action.priority, 0), inputs: inputsOf(action) });
  });
  return steps;
}

/**
 * What is active by one node's history and stopped by another's counts as started from here on: so notifications speak of
 * it, and the summary of changes does.
 */
function countActiveAsStarted(s: ClusterModel): void {
  for (const rsc of s.resourcesById.values()) {
    if (rsc.kind === "primitive" && rsc.role === Role.stopped && rsc.active.length > 0) rsc.role = Role.started;
  }
}

function inputsOf(action: Action): Action[] {
  const inputs: Action[] = [];
  for (const input of action.before) {
    if (!isEdge(action, input)) continue;
    input.graphed = true;
    inputs.push(input.action);
  }
  return inputs;
}
