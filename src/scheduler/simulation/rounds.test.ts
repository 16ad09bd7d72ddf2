import { expect, test } from "vitest";
import type { GraphAction, Synapse } from "../graph/transition.ts";
import { type ActionOutcome, isPseudoEvent, runRounds } from "./rounds.ts";

interface Plan {
  readonly id: number;
  readonly after?: readonly number[];
  readonly pseudo?: boolean;
  readonly priority?: number;
}

function synapses(plans: readonly Plan[]): Synapse[] {
  const header = (id: number, pseudo = false) =>
    ({ kind: pseudo ? "pseudo_event" : "rsc_op", id, operation: "start", operationKey: `a${id}` }) as const;
  return plans.map(({ id, after = [], pseudo, priority = 0 }): Synapse => {
    const action: GraphAction = { ...header(id, pseudo), attributes: new Map(), params: new Map(), downed: [] };
    return { id, priority, action, inputs: after.map((input) => header(input)) };
  });
}

function order(plans: readonly Plan[], outcomes: Readonly<Record<number, ActionOutcome>> = {}): [number[], string] {
  const done: number[] = [];
  const result = runRounds(synapses(plans), isPseudoEvent, (action) => {
    done.push(action.id);
    return outcomes[action.id] ?? "done";
  });
  return [done, result];
}

test("each round takes the graph's order, and does at once what has just become ready", () => {
  const plans = [{ id: 1, after: [3] }, { id: 2 }, { id: 3 }, { id: 4, after: [3] }, { id: 5, after: [1] }];
  expect(order(plans)).toEqual([[2, 3, 4, 1, 5], "complete"]);
});

test("a loop is reported", () => {
  expect(order([{ id: 1, after: [2] }, { id: 2, after: [1] }, { id: 3 }])).toEqual([[3], "terminated"]);
});

test("after a failure only pseudo-actions continue, and nothing that waits for what failed", () => {
  const plans = [{ id: 1 }, { id: 2, after: [1] }, { id: 3 }, { id: 4, pseudo: true }];
  expect(order(plans, { 1: "failed" })).toEqual([[1, 4], "complete"]);
});

test("what has the priority of infinity is done even after what it waits for failed", () => {
  expect(order([{ id: 1 }, { id: 2, after: [1], priority: 1_000_000 }], { 1: "failed" })).toEqual([[1, 2], "complete"]);
});
