import { expect, it } from "vitest";
import { memoize } from "./memoize.ts";

it("makes a result once, and forgets all when there are too many", () => {
  const made: string[] = [];
  const upper = memoize(2, (text) => {
    made.push(text);
    return text.toUpperCase();
  });
  expect(["a", "b", "a", "b"].map(upper)).toEqual(["A", "B", "A", "B"]);
  expect(made).toEqual(["a", "b"]);
  expect(["c", "a", "c"].map(upper)).toEqual(["C", "A", "C"]);
  expect(made).toEqual(["a", "b", "c", "a"]);
});
