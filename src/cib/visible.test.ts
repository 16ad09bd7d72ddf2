import { expect, test } from "vitest";
import { visible, visibleLine, visibleLines } from "./visible.ts";

test("what ends a line, begins a sequence or turns the order of letters is shown as an escape", () => {
  expect(visibleLine("a\nb\r\tc\u009b31m\u202ed\u0000\u2028é")).toBe("a\\nb\\r\\tc\\x9b31m\\u202ed\\x00\\u2028é");
  expect(visibleLines("\u001b[31mred\u001b[0m\n\tx\u001b[2J\u009b")).toBe("\u001b[31mred\u001b[0m\n\tx\\x1b[2J\\x9b");
});

test("in a document everywhere, and a document without is itself", () => {
  const plain = { a: ["x", { b: 1, c: new Map([["k", "v"]]) }], d: null };
  expect(visible(plain)).toBe(plain);
  const shown = visible({ "k\n": ["x\n", { c: new Map([["a\u202e", "b\n"]]) }], d: undefined });
  expect(shown).toEqual({ "k\\n": ["x\\n", { c: new Map([["a\\u202e", "b\\n"]]) }], d: undefined });
});
