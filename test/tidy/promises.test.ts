/** Each promise of docs/runs.md names the test that holds it, and that test is there. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "./imports.ts";

const PAGE = "docs/runs.md";
const plain = (text: string): string => text.replace(/\s+/g, " ");
const paragraphs = readFileSync(join(ROOT, PAGE), "utf8")
  .split(/\n{2,}/)
  .map(plain);
const promises = paragraphs.filter((text) => text.startsWith("**"));
/** A file, and names of tests in it that follow. */
const NAMED = /`([^`]+\.ts)`((?:, (?:and )?"[^"]+")*)/g;

test("a promise is followed by its test", () => {
  expect(promises.length).toBeGreaterThan(8);
  expect(promises.filter((text) => !/\*Tests?: .+\.\*$/.test(text))).toEqual([]);
});

describe.each(
  paragraphs.flatMap((text) =>
    /\*Tests?:/.test(text)
      ? [...text.slice(text.search(/\*Tests?:/)).matchAll(NAMED)].map(
          ([, file = "", names = ""]) => [file, names] as const,
        )
      : [],
  ),
)("%s%s", (file, names) => {
  test("is there", () => {
    expect(existsSync(join(ROOT, file))).toBe(true);
    const text = plain(readFileSync(join(ROOT, file), "utf8"));
    const missing = [...names.matchAll(/"([^"]+)"/g)]
      .map(([, name = ""]) => name)
      .filter((name) => !text.includes(name));
    expect(missing).toEqual([]);
  });
});
