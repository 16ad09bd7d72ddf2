/**
 * Runs a program to its end: in a process group of its own, which gets TERM and then KILL when time is up (an agent KILL at
 * once), with bounded output. It waits for the program and not for its pipes: what the program left running (an ssh master)
 * may hold those open.
 */

import { type ChildProcess, spawn } from "node:child_process";

export interface ProcessOptions {
  /** Written to standard input, where secrets go: every user of the machine can see arguments. */
  readonly input?: string;
  /** Milliseconds until it is ended. */
  readonly timeout: number;
  /**
   * How it is ended. `polite`, the default: its group gets TERM, and KILL after `mercy`. `kill`: its group gets KILL.
   * `kill-alone`: the program itself does, and what it started lives on.
   */
  readonly ending?: "polite" | "kill" | "kill-alone";
  /** Bytes kept of each output; the rest is dropped. Without it 64 MiB are kept, and more ends the program. */
  readonly keep?: number;
  /** Milliseconds from TERM to KILL. Default: 1000. */
  readonly mercy?: number;
  /** Ends the program early, in the same way. */
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface ProcessResult {
  /** Undefined when a signal ended it or it could not be started. */
  readonly exit: number | undefined;
  readonly signal: string | undefined;
  /** Why it could not be started, such as `ENOENT`. */
  readonly notStarted: string | undefined;
  readonly timedOut: boolean;
  /** The caller's signal ended it. */
  readonly aborted: boolean;
  /** It wrote more than is kept, and was ended for it. */
  readonly tooMuch: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Bytes kept of each output. A CIB of a hundred nodes has some three million. */
const MOST_OUTPUT = 64 * 1024 * 1024;
const MERCY = 1000;
/** Milliseconds without output after which nothing more is expected of a program that has ended. */
const DRAIN = 200;

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) killGroup(child, "SIGKILL");
});

/** Never rejects: every way to fail is a field of the result. */
export function runProcess(argv: readonly [string, ...string[]], options: ProcessOptions): Promise<ProcessResult> {
  const [program, ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: "/", detached: true, env: options.env, stdio: ["pipe", "pipe", "pipe"] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let [timedOut, aborted, tooMuch, ended] = [false, false, false, false];
    const timers = new Set<NodeJS.Timeout>();
    const later = (ms: number, work: () => void): void => void timers.add(setTimeout(work, ms));
    const stop = (): void => {
      if (options.ending === "kill-alone") child.kill("SIGKILL");
      if (options.ending === "kill") killGroup(child, "SIGKILL");
      if (options.ending !== undefined && options.ending !== "polite") return;
      killGroup(child, "SIGTERM");
      later(options.mercy ?? MERCY, () => killGroup(child, "SIGKILL"));
    };
    const abort = (): void => {
      aborted = true;
      stop();
    };
    const collect = (into: Buffer[]) => {
      let size = 0;
      const most = options.keep ?? MOST_OUTPUT;
      return (chunk: Buffer): void => {
        const room = most - size;
        size += chunk.length;
        if (size <= most) into.push(chunk);
        else if (options.keep !== undefined) {
          if (room > 0) into.push(chunk.subarray(0, room));
        } else if (!tooMuch) {
          tooMuch = true;
          stop();
        }
      };
    };
    const finish = (exit: number | null, signal: string | null, notStarted?: string): void => {
      if (ended) return;
      ended = true;
      for (const timer of timers) clearTimeout(timer);
      options.signal?.removeEventListener("abort", abort);
      running.delete(child);
      child.stdout.destroy();
      child.stderr.destroy();
      const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString("utf8");
      resolve({
        exit: exit ?? undefined,
        signal: signal ?? undefined,
        notStarted,
        timedOut,
        aborted,
        tooMuch,
        stdout: text(out),
        stderr: text(err),
      });
    };
    running.add(child);
    child.stdout.on("data", collect(out));
    child.stderr.on("data", collect(err));
    child.on("error", (error: NodeJS.ErrnoException) => finish(null, null, error.code ?? error.message));
    child.on("close", (exit, signal) => finish(exit, signal));
    // Output may still wait in the pipe when this process was busy: timers run before it is read, immediates after.
    const drain = (exit: number | null, signal: string | null): void => {
      const read = out.length + err.length;
      const isQuiet = (): boolean => timedOut || aborted || tooMuch || out.length + err.length === read;
      later(DRAIN, () => setImmediate(() => (isQuiet() ? finish(exit, signal) : drain(exit, signal))));
    };
    child.on("exit", drain);
    // A program may end without reading its input; its exit status says how it went.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
    later(options.timeout, () => {
      timedOut = true;
      stop();
    });
    if (options.signal?.aborted === true) abort();
    else options.signal?.addEventListener("abort", abort);
  });
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended.
  }
}
