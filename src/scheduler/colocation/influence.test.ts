import { expect, test } from "vitest";
import type { Colocation, Node, Resource } from "../model/types.ts";
import { hasInfluence } from "./influence.ts";

const node = { name: "n1" } as Node;
const rsc = (fields: Partial<Resource>): Resource =>
  ({ active: [], failed: false, remoteNestingAllowed: false, ...fields }) as Resource;
const colocation = (dependent: Resource, primary: Resource, influence: boolean): Colocation =>
  ({ dependent, primary, influence }) as Colocation;

test("without influence, only a primary that is not running is moved", () => {
  expect(hasInfluence(colocation(rsc({}), rsc({ active: [node] }), false))).toBe(false);
  expect(hasInfluence(colocation(rsc({}), rsc({}), false))).toBe(true);
  expect(hasInfluence(colocation(rsc({}), rsc({ active: [node] }), true))).toBe(true);
});

test("a bundle's connection does not move its healthy container, but a failed one", () => {
  const connection = rsc({ remoteNestingAllowed: true });
  expect(hasInfluence(colocation(connection, rsc({ active: [node] }), true))).toBe(false);
  expect(hasInfluence(colocation(connection, rsc({ active: [node], failed: true }), true))).toBe(true);
});

test("asks the instance when the colocation names its clone", () => {
  const clone = rsc({ active: [node] });
  expect(hasInfluence(colocation(rsc({}), clone, false), rsc({}))).toBe(true);
});
