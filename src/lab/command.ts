/** Runs a program of the machine to its end, with its arguments as a vector; never through a shell. */
import { HoldfastError } from "../cluster/error.ts";
import { type ProcessOptions, type ProcessResult, runProcess } from "../process/run-process.ts";

export interface CommandOptions extends Omit<ProcessOptions, "timeout" | "env"> {
  /** Milliseconds until it is ended. Default: 30 seconds. */
  readonly timeout?: number;
  /** Besides this process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

const TIMEOUT = 30_000;

/** Never rejects. */
export function attempt(argv: readonly [string, ...string[]], options: CommandOptions = {}): Promise<ProcessResult> {
  return runProcess(argv, { timeout: TIMEOUT, ...options, env: { ...process.env, ...options.env } });
}

/**
 * Standard output of a program that has to succeed. Rejects with `not-installed`, `timeout` (also when it was
 * interrupted) or `failed`, and the last lines of what it printed.
 */
export async function run(argv: readonly [string, ...string[]], options: CommandOptions = {}): Promise<string> {
  const result = await attempt(argv, options);
  if (result.exit === 0) return result.stdout;
  if (result.notStarted === "ENOENT") throw new HoldfastError("not-installed", `there is no program ${argv[0]}`);
  const printed = (result.stderr.trim() || result.stdout.trim()).split("\n").slice(-5).join("\n  ");
  throw new HoldfastError(
    result.timedOut || result.aborted ? "timeout" : "failed",
    `${argv.join(" ")} ${ending(result)}${printed === "" ? "" : `:\n  ${printed}`}`,
  );
}

function ending({ exit, signal, notStarted, timedOut, aborted, tooMuch }: ProcessResult): string {
  if (notStarted !== undefined) return `could not be started (${notStarted})`;
  if (aborted) return "was interrupted";
  if (timedOut) return "did not end in time";
  if (tooMuch) return "printed too much";
  return exit === undefined ? `was ended by ${signal ?? "a signal"}` : `ended with ${exit}`;
}
