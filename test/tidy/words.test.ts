/** Banned turns of speech: in the code, in documentation, in examples, and in the names of tests. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isTestFile, ROOT, sourceFiles } from "./imports.ts";
import { source, testNames } from "./sources.ts";
import { BANNED } from "./words.ts";

/** Below a folder, with one of these endings. */
function files(folder: string, ...endings: readonly string[]): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .map((path) => join(folder, path));
}

interface Text {
  readonly path: string;
  readonly text: string;
}

const TEXTS: readonly Text[] = [
  ...sourceFiles("src").map((path) => ({ path, text: isTestFile(path) ? testNames(path).join("\n") : source(path) })),
  ...sourceFiles("test")
    .filter(isTestFile)
    .map((path) => ({ path, text: testNames(path).join("\n") })),
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "NOTICE"]
    .filter((name) => readdirSync(ROOT).includes(name))
    .concat(files("docs", ".md"), files("examples", ".yaml", ".md"))
    .map((path) => ({ path, text: source(path) })),
];

test.each(BANNED.map((word) => ({ ...word, turn: word.pattern.source.replaceAll("\\b", "") })))(
  "$turn: $instead",
  ({ pattern, instead, most }) => {
    const found = TEXTS.flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, i) => [...line.matchAll(pattern)].map(() => `${path}:${i + 1}: ${line.trim()}`)),
    );
    if (found.length > 0 || most > 0) console.log(`${pattern.source}: ${found.length} left, at most ${most}`);
    expect(found.length, `write: ${instead}\n${found.join("\n")}`).toBeLessThanOrEqual(most);
  },
);
