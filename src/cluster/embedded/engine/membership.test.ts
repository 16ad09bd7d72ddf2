import { describe, expect, test } from "vitest";
import { type Element, element, elements, get, withChildren } from "../../../cib/xml/tree.ts";
import { contractConfiguration } from "../../contract.testing.ts";
import { newCib } from "../new-cib.ts";
import { initialState } from "./state.ts";
import { step } from "./step.ts";

/** A cluster of so many nodes that loses all but the last `left`. */
function quorumOf(count: number, left: number): string | undefined {
  const names = Array.from({ length: count }, (_, i) => `n${i + 1}`);
  const base = contractConfiguration();
  const nodes = (): Element =>
    element(
      "nodes",
      {},
      names.map((uname, i) => element("node", { id: String(i + 1), uname })),
    );
  const configuration = withChildren(
    base,
    elements(base).map((section) => (section.name === "nodes" ? nodes() : section)),
  );
  let state = initialState(newCib(configuration), "uuid", 0);
  const feed = (node: string, member: boolean): void => {
    const id = String(names.indexOf(node) + 1);
    state = step(
      state,
      { kind: "membership", node, id, member, at: 0 },
      {
        schedule: () => {
          throw new Error("not asked in this instant");
        },
        metadata: () => undefined,
      },
    ).state;
  };
  for (const name of names) feed(name, true);
  for (const name of names.slice(0, count - left)) feed(name, false);
  return get(state.cib, "have-quorum");
}

describe("quorum", () => {
  test("of two nodes stays with one that is left: fencing decides between them", () => {
    expect(quorumOf(2, 2)).toBe("1");
    expect(quorumOf(2, 1)).toBe("1");
    expect(quorumOf(2, 0)).toBe("0");
  });

  test("of more nodes needs more than half of them", () => {
    expect([3, 2, 1].map((left) => quorumOf(3, left))).toEqual(["1", "1", "0"]);
    expect([4, 3, 2, 1].map((left) => quorumOf(4, left))).toEqual(["1", "1", "0", "0"]);
    expect([5, 3, 2].map((left) => quorumOf(5, left))).toEqual(["1", "1", "0"]);
  });

  test("of a single node is its own", () => {
    expect(quorumOf(1, 1)).toBe("1");
  });
});
