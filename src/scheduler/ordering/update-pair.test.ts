import { expect, it } from "vitest";
import { hasFlag } from "../action/action-state.ts";
import { startAction } from "../action/create.ts";
import { dummy, exampleCluster, node, primitive } from "../action/example-cluster.testing.ts";
import { ActionFlag, Relation } from "../model/enums.ts";
import { updatePair } from "./update-pair.ts";

it("what is required as seen from its collective becomes required itself, with what needs it", () => {
  const becomesRequired = (seenAs: number): boolean => {
    const s = exampleCluster(dummy("a") + dummy("b"));
    const [first, then] = [
      startAction(s, primitive(s, "a"), node(s, "node1"), true),
      startAction(s, primitive(s, "b"), node(s, "node1"), false),
    ];
    const { optional } = ActionFlag;
    const relation = { type: Relation.thenImpliesFirst, node: undefined, flags: seenAs, filter: optional };
    updatePair({ s, update: () => 0, revisit: () => undefined }, first, then, relation);
    return !hasFlag(first, optional);
  };
  expect(becomesRequired(ActionFlag.runnable)).toBe(true);
  expect(becomesRequired(ActionFlag.optional | ActionFlag.runnable)).toBe(false);
});
