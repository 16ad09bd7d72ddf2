import { expect, test } from "vitest";
import { mergeSort } from "./merge-sort.ts";

test("keeps the order of equals", () => {
  const list = ["b1", "a1", "b2", "a2", "a3"];
  mergeSort(list, (x, y) => x.charCodeAt(0) - y.charCodeAt(0));
  expect(list).toEqual(["a1", "a2", "a3", "b1", "b2"]);
});

test("compares the pairs a top-down merge compares, first half rounded down", () => {
  const pairs: string[] = [];
  mergeSort([5, 4, 3, 2, 1], (a, b) => {
    pairs.push(`${a}:${b}`);
    return a - b;
  });
  expect(pairs).toEqual(["5:4", "2:1", "3:1", "3:2", "4:1", "4:2", "4:3"]);
});
