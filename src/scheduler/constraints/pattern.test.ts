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

test("a pattern that fits in very many ways is matched in a moment", () => {
  const begun = performance.now();
  const long = "a".repeat(2000);
  expect(parsePattern("^(a+)+$b")?.match(long)).toBeUndefined();
  expect(parsePattern("^(a|a|a*)*(b|a+)*c")?.match(long)).toBeUndefined();
  expect(parsePattern("^(a?){30}a{30}$")?.match("a".repeat(30))?.[0]).toHaveLength(30);
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test("the leftmost, then the longest match counts", () => {
  expect(parsePattern("a|ab|abc")?.match("xabcd")).toEqual(["abc"]);
  expect(parsePattern("(a*)(b*)")?.match("aab")).toEqual(["aab", "aa", "b"]);
  expect(parsePattern("x*")?.match("aax")).toEqual([""]);
});

test("what the C library refuses is no pattern", () => {
  for (const text of ["*a", "a|*b", "(*a)", "^*", "a{2,1}", "a{x", "a\\", "[z-a]", "a{1"])
    expect(parsePattern(text)).toBeUndefined();
  for (const text of ["", "()", "a|", "a)", "a{,3}", "a**", "[]a]", "[a-]", "\\<a\\>"])
    expect(parsePattern(text)).toBeDefined();
});
