/**
 * A reporter that lists, at the end of a run, the tests that did not run and why. A test that is skipped without a reason
 * fails the run: what is not run has to be known.
 */
import { appendFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule, Vitest } from "vitest/node";

export default class NotRun implements Reporter {
  private filtered = false;

  onInit(vitest: Vitest): void {
    this.filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], _errors: unknown, reason: string): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")]);
    // A name given on the command line leaves out the rest, and so does the first failure where a run ends at it.
    const complete = !this.filtered && reason === "passed";
    const withReason = skipped.filter((test) => noteOf(test) !== undefined);
    const silent = complete ? skipped.filter((test) => noteOf(test) === undefined) : [];
    process.stdout.write(`\n${notRunLines(withReason).join("\n")}\n`);
    // Several runs may add to one list, which .ci/run prints at its end.
    const list = process.env.HOLDFAST_NOT_RUN;
    if (list !== undefined && withReason.length > 0) appendFileSync(list, `${notRunLines(withReason).join("\n")}\n`);
    if (silent.length === 0) return;
    process.stdout.write(`Skipped without a reason, which fails the run:\n${silent.map(line).join("\n")}\n`);
    process.exitCode = 1;
  }
}

function notRunLines(tests: readonly TestCase[]): readonly string[] {
  if (tests.length === 0) return ["Every test ran."];
  const byReason = new Map<string, TestCase[]>();
  for (const test of tests) {
    const reason = noteOf(test) ?? "";
    byReason.set(reason, [...(byReason.get(reason) ?? []), test]);
  }
  return [
    `${tests.length} ${tests.length === 1 ? "test" : "tests"} did not run:`,
    ...[...byReason].flatMap(([reason, of]) => [`  because ${reason}:`, ...of.map(line)]),
  ];
}

function noteOf(test: TestCase): string | undefined {
  const result = test.result();
  return result.state === "skipped" ? result.note : undefined;
}

const line = (test: TestCase): string => `    ${test.module.relativeModuleId}: ${test.fullName}`;
