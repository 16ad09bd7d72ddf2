/** Runs a program of the machine to its end, with arguments as a vector; never through a shell. */
import { spawn } from "node:child_process";
import { HoldfastError } from "../cluster/error.ts";

/** Text kept of an output; what is longer loses its end. */
const MAX_OUTPUT = 4 * 1024 * 1024;

export interface CommandOptions {
  readonly input?: string;
  /** Milliseconds until it is killed. Default 30 seconds. */
  readonly timeout?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CommandResult {
  /** Undefined when a signal ended it. */
  readonly status: number | undefined;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export async function attempt(
  argv: readonly [string, ...string[]],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const [command, ...rest] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { env: { ...process.env, ...options.env }, stdio: ["pipe", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, options.timeout ?? 30_000);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (stdout.length < MAX_OUTPUT) stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (stderr.length < MAX_OUTPUT) stderr += text;
    });
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on("close", (status) => {
      clearTimeout(timer);
      resolve({ status: status ?? undefined, timedOut, stdout, stderr });
    });
    // A program that ends without reading its input is told apart by its status.
    child.stdin.on("error", () => undefined).end(options.input ?? "");
  });
}

/** Standard output of a program that must succeed; `failed` or `timeout` otherwise, with the last of what it said. */
export async function run(argv: readonly [string, ...string[]], options: CommandOptions = {}): Promise<string> {
  const result = await attempt(argv, options);
  if (result.status === 0) return result.stdout;
  const said = (result.stderr.trim() || result.stdout.trim()).split("\n").slice(-5).join("\n  ");
  throw new HoldfastError(
    result.timedOut ? "timeout" : "failed",
    `${argv.join(" ")} ${result.timedOut ? "did not end in time" : `ended with ${result.status ?? "a signal"}`}${said === "" ? "" : `:\n  ${said}`}`,
  );
}
