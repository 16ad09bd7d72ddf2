/**
 * Which relations become edges of the transition: those that matter now that it is known what will be done.
 * A relation found not to apply at all is dropped for good.
 * Behaviour: docs/pacemaker/graph.md#edges.
 */
import { hasFlag } from "../action/action-state.ts";
import { ActionFlag, Relation } from "../model/enums.ts";
import type { Action, RelationTo } from "../model/types.ts";
import { belongsInGraph } from "./inclusion.ts";

const SHOWS_ONLY = Relation.thenImpliesFirstGraphed | Relation.firstImpliesThenGraphed | Relation.ordered;

/** Whether `then` waits for the input in the transition. */
export function isEdge(then: Action, input: RelationTo): boolean {
  if (input.graphed) return true;
  const { action: first, type } = input;
  if (type === Relation.none) return false;
  if (!hasFlag(first, ActionFlag.runnable)) {
    // Only what can change an action waits for something that will not happen.
    if ((type & ~SHOWS_ONLY) === 0) return false;
    if ((type & (Relation.minRunnable | Relation.unmigratableThenBlocks)) !== 0) return false;
  }
  if (hasFlag(first, ActionFlag.migratable)) {
    if ((type & Relation.ifFirstUnmigratable) !== 0) return false;
    if (type === Relation.ordered && first.key.endsWith("_stop_0")) return false;
  }
  if (type === Relation.ifOnSameNodeOrTarget) return keep(input, waitsForCapacity(then, first));
  if (type === Relation.ifRequiredOnSameNode) {
    const elsewhere = first.node !== undefined && then.node !== undefined && first.node !== then.node;
    return keep(input, !elsewhere && !hasFlag(first, ActionFlag.optional));
  }
  if (isHopelessStop(then, first)) return false;
  if (!hasFlag(first, ActionFlag.optional)) return true;
  return hasFlag(first, ActionFlag.alwaysInGraph) || hasFlag(first, ActionFlag.addedToGraph) || belongsInGraph(first);
}

function keep(input: RelationTo, applies: boolean): boolean {
  if (!applies) input.type = Relation.none;
  return applies;
}

/** `load_stopped` on a node concerns what comes to that node; a migration is started elsewhere but ends there. */
function waitsForCapacity(then: Action, first: Action): boolean {
  if (then.rsc !== undefined && then.task === "migrate_to") return first.node === then.rsc.assigned;
  return first.node === then.node && !hasFlag(first, ActionFlag.optional);
}

/** A failed unmanaged resource cannot keep a clone from stopping. */
function isHopelessStop(then: Action, first: Action): boolean {
  const { rsc } = first;
  if (rsc === undefined || rsc === then.rsc || !rsc.failed || rsc.managed) return false;
  return first.key.endsWith("_stop_0") && then.rsc?.kind === "clone";
}

/** Whether following edges backwards from this input of `then` leads to `then` again. */
export function isInputLoop(input: RelationTo, then: Action): boolean {
  const seen = new Set<Action>();
  const pending: { from: Action; relation: RelationTo }[] = [{ from: then, relation: input }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { action } = next.relation;
    if (seen.has(action) || !isEdge(next.from, next.relation)) continue;
    if (action === then) return true;
    seen.add(action);
    for (const relation of action.before) pending.push({ from: action, relation });
  }
  return false;
}

/** Sorts an action's inputs by id and joins those from the same action into one, which has the bits of all. */
export function mergeInputs(action: Action): void {
  const inputs = action.before;
  // Mostly they came in that order.
  if (inputs.every((input, i) => i === 0 || input.action.id > (inputs[i - 1] as RelationTo).action.id)) return;
  inputs.sort((a, b) => a.action.id - b.action.id);
  let kept = 0;
  for (const input of inputs) {
    const last = inputs[kept - 1];
    if (last === undefined || last.action !== input.action) inputs[kept++] = input;
    else {
      // The newest stands for all.
      input.type |= last.type;
      input.graphed ||= last.graphed;
      inputs[kept - 1] = input;
    }
  }
  inputs.length = kept;
}
