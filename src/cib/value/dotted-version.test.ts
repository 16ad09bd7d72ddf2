import { expect, test } from "vitest";
import { compareDottedVersions, compareVersionParts, versionNumbers } from "./dotted-version.ts";

test.each([
  ["3.16.1", "3.16.1", 0],
  ["3.9.0", "3.16.0", -1],
  ["3.20", "3.19.9", 1],
  ["3.20", "3.20.0", 0],
  ["2.1.5-a3f44794f94", "2.1.5", 0],
  [" 2.1", "2.0.99", 1],
  ["", "0.0.1", -1],
  ["unknown", "0", 0],
])("%j and %j", (a, b, sign) => {
  expect(Math.sign(compareDottedVersions(a, b))).toBe(sign);
  expect(Math.sign(compareDottedVersions(b, a))).toBe(sign === 0 ? 0 : -sign);
});

test("a release without its build", () => {
  expect(versionNumbers("3.0.3-1.el9")).toEqual([3, 0, 3]);
  expect(versionNumbers("none")).toEqual([]);
});

// As 2.0.5, 2.1.5 and 3.0.0 decide on rules with these; of the last two they never decide.
test.each([
  ["3.9.0", "3.16.0", -1],
  ["2.1.", "2.1", 0],
  ["-100", "INFINITY", -1],
  ["1.-5", "1", -1],
  ["2.1-3", "2.1", -1],
  ["1a.2", "1.2", -1],
  ["1..2", "1.0.2", 0],
  ["+5", "5", 0],
  [".5", ".4", 1],
  ["", "0", -1],
  ["4294967297", "1", 0],
  ["2147483648", "2147483647", -1],
  ["99999999999", "5", 1],
  ["abc", "0", 0],
  ["1a.2", "1", 0],
])("by parts %j and %j", (a, b, sign) => {
  expect(Math.sign(compareVersionParts(a, b))).toBe(sign);
  expect(Math.sign(compareVersionParts(b, a))).toBe(sign === 0 ? 0 : -sign);
});
