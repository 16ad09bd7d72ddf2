import { expect, test } from "vitest";
import type { Colocation, Node, Resource } from "../model/types.ts";
import { hasInfluence } from "./influence.ts";

const node = { name: "n1" } as Node;
const rsc = (fields: Partial<Resource>): Resource => ({ active: [], failed: false, ...fields }) as Resource;
const colocation = (primary: Resource, influence: boolean, sparesActive = false): Colocation =>
  ({ dependent: rsc({}), primary, influence, sparesActive }) as Colocation;

test("without influence, only a primary that is not running is moved", () => {
  expect(hasInfluence(colocation(rsc({ active: [node] }), false))).toBe(false);
  expect(hasInfluence(colocation(rsc({}), false))).toBe(true);
  expect(hasInfluence(colocation(rsc({ active: [node] }), true))).toBe(true);
});

test("what spares a healthy primary, as a bundle's connection does its container, moves a failed one", () => {
  expect(hasInfluence(colocation(rsc({ active: [node] }), true, true))).toBe(false);
  expect(hasInfluence(colocation(rsc({ active: [node], failed: true }), true, true))).toBe(true);
});

test("asks the instance when the colocation names its clone", () => {
  const clone = rsc({ active: [node] });
  expect(hasInfluence(colocation(clone, false), rsc({}))).toBe(true);
});
