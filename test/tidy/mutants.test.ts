/** A mutant whose line was rewritten or moved tests nothing: its text has to be in its file, once. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MUTANTS } from "../mutation/mutants.ts";
import { ROOT } from "./imports.ts";
import { source } from "./sources.ts";

test("each mutant has its line", () => {
  expect(MUTANTS.length).toBeGreaterThan(0);
  const lost = MUTANTS.filter(({ file, old }) => !existsSync(join(ROOT, file)) || source(file).split(old).length !== 2);
  expect(lost.map(({ id, file, old }) => `${id}: ${file}: ${old}`)).toEqual([]);
});
