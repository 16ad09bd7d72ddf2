/** What an answer to a patch says of it: only what is surely refused counts as refused. */
import { expect, test } from "vitest";
import { patchOutcome } from "./commit.ts";
import { errorOf } from "./exit.ts";
import type { ToolResult } from "./runner.ts";

const ENDED: ToolResult = {
  exit: 0,
  signal: undefined,
  timedOut: false,
  aborted: false,
  tooMuch: false,
  notStarted: undefined,
  stdout: "",
  stderr: "",
};

test.each<[string, Partial<ToolResult>, string]>([
  ["success", {}, "taken"],
  ["output without end", { exit: undefined, signal: "SIGKILL", tooMuch: true }, "unknown"],
  ["no answer in time", { exit: undefined, timedOut: true }, "unknown"],
  ["a lost connection", { exit: 255, lost: "no route" }, "unknown"],
  ["another writer", { exit: 103 }, "conflict"],
  ["a source that is not whole", { exit: 70 }, "not-whole"],
  ["a patch that does not fit", { exit: 1 }, "not-applied"],
  ["an invalid result", { exit: 78 }, "refused"],
])("%s", (_, answer, outcome) => {
  const result = { ...ENDED, ...answer };
  expect(patchOutcome(errorOf(["cibadmin", "--patch"], result, "n1"), result)).toBe(outcome);
});
