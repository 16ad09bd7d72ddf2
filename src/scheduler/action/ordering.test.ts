import { describe, expect, it } from "vitest";
import { Relation } from "../model/enums.ts";
import { UndecidableError } from "../model/undecidable.ts";
import { startAction } from "./create.ts";
import { dummy, exampleCluster, node, primitive } from "./example-cluster.testing.ts";
import { orderStarts, orderStops } from "./ordering.ts";
import { orderActions } from "./relation.ts";

const migratable = (id: string): string =>
  dummy(
    id,
    `<meta_attributes id="${id}-m"><nvpair id="${id}-am" name="allow-migrate" value="true"/></meta_attributes>`,
  );

describe("relations", () => {
  it("that share a kind with an existing one add nothing", () => {
    const s = exampleCluster(dummy("a") + dummy("b"));
    const [a, b] = ["a", "b"].map((id) => startAction(s, primitive(s, id), node(s, "node1"), false));
    if (a === undefined || b === undefined) throw new Error("actions expected");
    expect(orderActions(a, b, Relation.ordered | Relation.firstImpliesThen)).toBe(true);
    expect(orderActions(a, b, Relation.ordered)).toBe(false);
    expect(orderActions(a, b, Relation.unrunnableFirstBlocks)).toBe(true);
    expect(orderActions(b, a, Relation.ordered)).toBe(true);
    expect(b.before.length).toBe(2);
  });

  it("of an action with itself are what Pacemaker's scheduler dies of", () => {
    const s = exampleCluster(dummy("a"));
    const a = startAction(s, primitive(s, "a"), node(s, "node1"), false);
    expect(() => orderActions(a, a, Relation.ordered)).toThrow(UndecidableError);
  });

  it("that were dropped are not added anew", () => {
    const s = exampleCluster(dummy("a") + dummy("b"));
    const [a, b] = ["a", "b"].map((id) => startAction(s, primitive(s, id), node(s, "node1"), false));
    if (a === undefined || b === undefined) throw new Error("actions expected");
    orderActions(a, b, Relation.ordered);
    for (const relation of b.before) relation.type = Relation.none;
    expect(orderActions(a, b, Relation.ordered)).toBe(false);
  });
});

describe("orderings", () => {
  it("of starts and stops hold for migrations too", () => {
    const s = exampleCluster(migratable("a") + migratable("b"));
    const [a, b] = [primitive(s, "a"), primitive(s, "b")];
    s.orderings.length = 0;
    orderStarts(s, a, b, Relation.firstImpliesThen);
    orderStops(s, b, a, Relation.thenImpliesFirst);
    expect(s.orderings.map((ordering) => `${ordering.firstTask} ${ordering.thenTask} ${ordering.type}`)).toEqual([
      `a_start_0 b_start_0 ${Relation.firstImpliesThen}`,
      `a_migrate_from_0 b_migrate_to_0 ${Relation.ordered}`,
      `a_start_0 b_migrate_to_0 ${Relation.ordered | Relation.ifFirstUnmigratable}`,
      `b_stop_0 a_stop_0 ${Relation.thenImpliesFirst}`,
      `b_stop_0 a_migrate_to_0 ${Relation.ordered | Relation.ifFirstUnmigratable}`,
    ]);
  });

  it("of resources that stay put imply nothing more", () => {
    const s = exampleCluster(dummy("a") + dummy("b"));
    s.orderings.length = 0;
    orderStarts(s, primitive(s, "a"), primitive(s, "b"), Relation.ordered);
    expect(s.orderings.length).toBe(1);
  });
});
