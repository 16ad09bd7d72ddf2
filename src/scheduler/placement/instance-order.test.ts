import { expect, test } from "vitest";
import type { ClusterModel } from "../model/cluster-model.ts";
import { CURRENT } from "../model/dialect.ts";
import { NodeTable } from "../model/node-table.ts";
import type { Node, Resource } from "../model/types.ts";
import { compareInstanceNumbers, instanceComparison } from "./instance-order.ts";

let nextIndex = 0;
const node = (name: string): Node => ({ index: nextIndex++, name, online: true, score: 0 }) as Node;
const [n1, n2] = [node("n1"), node("n2")];

function allow(...nodes: Node[]): NodeTable {
  const table = new NodeTable();
  for (const each of nodes) table.set(each, 0);
  return table;
}

const clone = {
  kind: "clone",
  id: "c",
  allowed: allow(n1, n2),
  thisWith: [],
  withThis: [],
  children: [],
  active: [],
} as unknown as Resource;
const instance = (id: string, fields: Partial<Resource> = {}): Resource =>
  ({
    kind: "primitive",
    id,
    parent: clone,
    children: [],
    active: [],
    allowed: allow(n1, n2),
    priority: 0,
    failed: false,
    needsFencing: true,
    thisWith: [],
    withThis: [],
    ...fields,
  }) as unknown as Resource;

const s = { nodes: [n1, n2], colocations: [], locations: [], dialect: CURRENT } as unknown as ClusterModel;
const compare = (a: Resource, b: Resource): number => Math.sign(instanceComparison(s)(a, b));

test("numbers follow a colon, or a bundle's dash", () => {
  expect(compareInstanceNumbers(instance("a:2"), instance("a:10"))).toBeLessThan(0);
  expect(compareInstanceNumbers(instance("b-docker-3"), instance("b-docker-1"))).toBeGreaterThan(0);
});

test("active instances go first, the lower priority number aside", () => {
  expect(compare(instance("a:1", { active: [n1] }), instance("a:0"))).toBe(-1);
  expect(compare(instance("a:1", { active: [n1] }), instance("a:0", { priority: 5 }))).toBe(1);
});

test("being active where it is no longer allowed comes after not being active at all", () => {
  expect(compare(instance("a:0", { active: [n1], allowed: allow(n2) }), instance("a:1"))).toBe(1);
});

test("a failed instance comes after a healthy one, else the number decides", () => {
  expect(compare(instance("a:0", { active: [n1], failed: true }), instance("a:1", { active: [n2] }))).toBe(1);
  expect(compare(instance("a:0", { active: [n1] }), instance("a:1", { active: [n2] }))).toBe(-1);
});
