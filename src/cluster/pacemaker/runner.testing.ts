/** Ways to nodes that a test scripts. */
import type { RunResult } from "./runner.ts";

/** A tool that ended well and printed nothing. */
export const SUCCESS: RunResult = {
  exit: 0,
  signal: undefined,
  notStarted: undefined,
  timedOut: false,
  aborted: false,
  tooMuch: false,
  stdout: "",
  stderr: "",
};
