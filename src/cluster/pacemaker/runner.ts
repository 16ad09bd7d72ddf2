/**
 * Where Pacemaker's tools run: on this machine, behind a command that enters a node (`podman exec -i n`, the lab's
 * nsenter), or behind ssh (ssh.ts). Everything else in this folder runs tools through one of these.
 */

import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";
import { type ProcessOptions, type ProcessResult, runProcess } from "../../process/run-process.ts";

export type Argv = readonly [string, ...string[]];

export type RunOptions = Omit<ProcessOptions, "env">;

export interface ToolResult extends ProcessResult {
  /** The connection to the node failed, not the tool; one sentence. Whether the tool ran is not known. */
  readonly lost?: string;
}

export interface Runner {
  /** For messages: `controller-1`, `this machine`. */
  readonly name: string;
  /** The tools work on a CIB in a file (`CIB_file`), without any daemon. */
  readonly offline?: boolean;
  run(argv: Argv, options: RunOptions): Promise<ToolResult>;
  /** Calls back when the CIB's file changes, until the returned function is called; absent where the file cannot be watched. */
  readonly watch?: (changed: () => void) => () => void;
  close(): Promise<void>;
}

const CIB_FILE = "/var/lib/pacemaker/cib/cib.xml";
/** The tools are in /usr/sbin, which the PATH of ordinary users often lacks. */
const SBIN = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The environment every tool gets: messages and numbers as this folder reads them. */
export const TOOL_ENVIRONMENT = { LC_ALL: "C", PATH: SBIN } as const;

/** @param env as of this process; `CIB_file` makes the tools work on a file, as they always do */
export function localRunner(env: Readonly<Record<string, string | undefined>> = process.env): Runner {
  const path = env.PATH === undefined ? SBIN : `${env.PATH}:${SBIN}`;
  const whole = { ...env, ...TOOL_ENVIRONMENT, PATH: path };
  return {
    name: "this machine",
    offline: env.CIB_file !== undefined,
    run: (argv, options) => runProcess(argv, { ...options, env: whole }),
    watch: watchFile(env.CIB_file ?? CIB_FILE),
    close: async () => {},
  };
}

/** The message of a program that could not enter the node, as opposed to one of the tool it was to run. */
function complaint(prefix: Argv, stderr: string): string | undefined {
  const first = stderr.split("\n", 1)[0] ?? "";
  return prefix.some(
    (word) => first.startsWith(`${word}:`) || first.startsWith(`${basename(word)}:`) || first.startsWith("nsenter:"),
  )
    ? first
    : undefined;
}

/** A shell reports 126 and 127 about the tool itself, and a number above 128 when a signal ended it. */
const isLost = ({ exit, signal, timedOut }: ProcessResult): boolean =>
  !timedOut && (signal !== undefined || exit === 125 || (exit !== undefined && exit > 128 && exit !== 193));

/** @param prefix a command that takes the tool's arguments after its own */
export function prefixRunner(prefix: Argv): Runner {
  const name = prefix.at(-1) === "--" ? (prefix.at(-2) ?? prefix[0]) : (prefix.at(-1) ?? prefix[0]);
  return {
    name,
    async run(argv, options) {
      const result = await runProcess([...prefix, ...argv] as const, {
        ...options,
        env: { ...process.env, ...TOOL_ENVIRONMENT },
      });
      if (result.exit === 0 || result.exit === 127 || result.timedOut || result.notStarted !== undefined) return result;
      const said = complaint(prefix, result.stderr);
      if (said === undefined && !isLost(result)) return result;
      return { ...result, lost: said ?? `${argv[0]} on ${name} was killed` };
    },
    close: async () => {},
  };
}

/** The daemon replaces the file by a rename, so its directory is watched. */
function watchFile(path: string): (changed: () => void) => () => void {
  return (changed) => {
    let watcher: FSWatcher | undefined;
    try {
      watcher = watch(dirname(path), (_, name) => {
        if (name === null || name === basename(path)) changed();
      });
      // The directory went away; polling continues.
      watcher.on("error", () => watcher?.close());
    } catch {
      return () => undefined;
    }
    return () => watcher?.close();
  };
}
