import { expect, test } from "vitest";
import { valuesIn } from "./heartbeats.ts";

test("the values of all nodes are read, whatever the tool prints besides", () => {
  const text = `name="holdfast-7f3a9c" host="n1" value="0.48/3"
name="holdfast-7f3a9c" host="n2" value=""
something else
`;
  expect(valuesIn(text)).toEqual(["0.48/3", ""]);
  expect(valuesIn("")).toEqual([]);
});
