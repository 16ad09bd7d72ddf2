import { expect, test } from "vitest";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Role } from "../model/enums.ts";
import { NodeTable } from "../model/node-table.ts";
import type { Clone, Node, Resource } from "../model/types.ts";
import { addPromotionScores, promotionScore } from "./promotion-score.ts";

const node = (index: number, name: string, attributes: Record<string, string> = {}): Node =>
  ({ index, name, kind: "cluster", online: true, attributes: new Map(Object.entries(attributes)) }) as unknown as Node;

function scene(attributes: Record<string, string>): { s: ClusterModel; clone: Clone; nodes: Node[] } {
  const nodes = [node(0, "n1", attributes), node(1, "n2")];
  const clone = { kind: "clone", id: "db-clone", children: [], unique: false } as unknown as Clone;
  for (const number of [0, 1]) {
    const allowed = new NodeTable();
    for (const each of nodes) allowed.set(each, 0);
    clone.children.push({
      kind: "primitive",
      id: `db:${number}`,
      xml: { attributes: new Map([["id", "db"]]) },
      parent: clone,
      children: [],
      active: [],
      knownOn: new Map(),
      allowed,
      meta: new Map(),
      unique: false,
      unassigned: true,
      priority: 0,
    } as unknown as Resource);
  }
  return {
    s: { nodes, options: { health: { red: 0, yellow: 0, green: 0 } } } as unknown as ClusterModel,
    clone,
    nodes,
  };
}

test("until anything is known, a permanent score counts for every instance", () => {
  const { s, clone, nodes } = scene({ "master-db": "10" });
  expect(clone.children.map((instance) => promotionScore(s, instance, nodes[0] as Node))).toEqual([10, 10]);
  expect(promotionScore(s, clone.children[0] as Resource, nodes[1] as Node)).toBeUndefined();
});

test("where an instance is active the score is its own", () => {
  const { s, clone, nodes } = scene({ "master-db": "10" });
  const [first, second] = clone.children as [Resource, Resource];
  second.active.push(nodes[0] as Node);
  first.knownOn.set(nodes[1] as Node, Role.stopped);
  expect(promotionScore(s, second, nodes[0] as Node)).toBe(10);
  expect(promotionScore(s, first, nodes[0] as Node)).toBeUndefined();
});

test("a positive score draws the instance to the node and becomes its priority; a negative one does neither", () => {
  const { s, clone, nodes } = scene({ "master-db": "10" });
  addPromotionScores(s, clone);
  const first = clone.children[0] as Resource;
  expect([first.allowed.score(nodes[0] as Node), first.allowed.score(nodes[1] as Node), first.priority]).toEqual([
    10, 0, 10,
  ]);

  const shy = scene({ "master-db": "-5" });
  addPromotionScores(shy.s, shy.clone);
  const other = shy.clone.children[0] as Resource;
  expect([other.allowed.score(shy.nodes[0] as Node), other.priority]).toEqual([0, 0]);
});
