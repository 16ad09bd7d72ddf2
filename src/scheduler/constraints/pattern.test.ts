import { expect, test } from "vitest";
import { parsePattern } from "./pattern.ts";

test("a pattern matches anywhere in the id and remembers its submatches", () => {
  expect(parsePattern("ip-(.*)")?.match("vip-db")).toEqual(["ip-db", "db"]);
  expect(parsePattern("^ip-")?.match("vip-db")).toBeUndefined();
});

test("an exclamation mark inverts", () => {
  const pattern = parsePattern("!^db");
  expect(pattern?.inverted).toBe(true);
  expect(pattern?.match("db-1")).toEqual(["db"]);
});

test("brackets are POSIX's", () => {
  expect(parsePattern("^[[:alpha:]]+[]_]$")?.match("abc]")).toBeDefined();
  expect(parsePattern("^[^[:digit:]]$")?.match("7")).toBeUndefined();
  expect(parsePattern("^[\\d]$")?.match("7")).toBeUndefined();
  expect(parsePattern("^[\\d]$")?.match("\\")).toBeDefined();
});

test("what is no expression is refused", () => {
  expect(parsePattern("(")).toBeUndefined();
  expect(parsePattern("[abc")).toBeUndefined();
  expect(parsePattern("[[:nonsense:]]")).toBeUndefined();
});
