/**
 * `npm run mutate [-- ID...]`: makes each mutant in a copy of the repository, runs the tests nearest to it, and says which
 * of them no test noticed. Fails over a survivor that was not judged, and
 * over a mutant whose text its file does not have any more.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProcess } from "../../src/process/run-process.ts";
import { MUTANTS, type Mutant } from "./mutants.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Of one run of tests; a mutant that makes them hang is noticed too. */
const LIMIT_MS = 300_000;
const COPIED = [
  "src",
  "test",
  "docs",
  "examples",
  "scripts",
  "lab",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
];

type Fate = "killed" | "hangs" | "survived" | "stale";

function copyOf(directory: string): string {
  const copy = join(directory, "holdfast");
  mkdirSync(copy);
  for (const name of [...COPIED, "README.md", "dist"])
    if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const shared = join(dirname(ROOT.replace(/\/$/, "")), "shared");
  if (existsSync(shared)) symlinkSync(shared, join(directory, "shared"));
  return copy;
}

type TestRun = "passed" | "failed" | "hangs";

async function runTests(
  copy: string,
  tests: readonly string[],
): Promise<{ readonly run: TestRun; readonly output: string }> {
  const inCopy = ["sh", "-c", 'cd "$0" && exec "$@"', copy] as const;
  const vitest = [process.execPath, join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--bail", "1"];
  // As `npm run unit`: most of a short run is reading modules anew for each file.
  const together = tests.every((path) => path.startsWith("src/")) ? ["--no-isolate"] : [];
  const argv = [...inCopy, ...vitest, "--reporter", "dot", ...together, ...tests] as const;
  const { exit, timedOut, stdout, stderr } = await runProcess(argv, { timeout: LIMIT_MS, env: process.env });
  return { run: timedOut ? "hangs" : exit === 0 ? "passed" : "failed", output: `${stdout}${stderr}` };
}

async function fateOf(copy: string, mutant: Mutant): Promise<{ readonly fate: Fate; readonly by: string }> {
  const path = join(copy, mutant.file);
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (text.split(mutant.old).length !== 2) return { fate: "stale", by: "" };
  // As a function, so that nothing in the text stands for something else.
  writeFileSync(
    path,
    text.replace(mutant.old, () => mutant.new),
  );
  try {
    for (const tests of mutant.tests) {
      const { run } = await runTests(copy, tests);
      if (run !== "passed") return { fate: run === "hangs" ? "hangs" : "killed", by: tests.join(" ") };
    }
    return { fate: "survived", by: "" };
  } finally {
    writeFileSync(path, text);
  }
}

const wanted = new Set(process.argv.slice(2));
const mutants = MUTANTS.filter(({ id }) => wanted.size === 0 || wanted.has(id));
const directory = mkdtempSync(join(tmpdir(), "holdfast-mutation-"));
try {
  const copy = copyOf(directory);
  const all = [...new Map(mutants.flatMap(({ tests }) => tests).map((tests) => [tests.join(" "), tests])).values()];
  // Tests that fail without any mutant would kill every one of them.
  for (const tests of all) {
    const { run, output } = await runTests(copy, tests);
    if (run !== "passed") throw new Error(`${output}\nwithout a mutant these ${run}: ${tests.join(" ")}`);
  }
  const counts: Record<Fate, number> = { killed: 0, hangs: 0, survived: 0, stale: 0 };
  let open = 0;
  for (const mutant of mutants) {
    const { fate, by } = await fateOf(copy, mutant);
    counts[fate]++;
    const judged = fate === "survived" && mutant.equivalent !== undefined;
    if (fate === "stale" || (fate === "survived" && !judged)) open++;
    const note = judged ? ` (judged: ${mutant.equivalent})` : by === "" ? "" : ` by ${by}`;
    console.log(`${mutant.id} ${fate}${note}: ${mutant.breaks} [${mutant.file}]`);
  }
  console.log(
    `${mutants.length} mutants: ${Object.entries(counts)
      .map(([fate, n]) => `${n} ${fate}`)
      .join(", ")}`,
  );
  if (open > 0) process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
