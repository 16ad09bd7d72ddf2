/**
 * Processes that outlive this one. Each is known by its number and the moment it started, so that a number which the
 * system has given to another process since is never taken for ours.
 */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { HoldfastError, ifFails } from "../cluster/error.ts";

export interface LabProcess {
  readonly pid: number;
  /** Clock ticks since the machine started: field 22 of /proc/PID/stat. */
  readonly started: string;
}

/** Starts a program in a session of its own, its output going to a file. Returns as soon as it runs. */
export function startDetached(argv: readonly [string, ...string[]], log: string): number {
  const [command, ...rest] = argv;
  const file = openSync(log, "a");
  try {
    const child = spawn(command, rest, { cwd: "/", detached: true, stdio: ["ignore", file, file] });
    child.unref();
    if (child.pid === undefined) throw new HoldfastError("failed", `cannot start ${command}`);
    return child.pid;
  } finally {
    closeSync(file);
  }
}

/** Undefined when no process has the number, or only a zombie does. */
export function identify(pid: number): LabProcess | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // The command's name, in brackets, may hold anything; the state comes after it.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const started = rest[18];
  return state === "Z" || state === "X" || started === undefined ? undefined : { pid, started };
}

/** Keeps who runs in a file of one line, `PID STARTED`, that shell scripts read too. */
export async function remember(file: string, process: LabProcess): Promise<void> {
  await writeFile(file, `${process.pid} ${process.started}\n`);
}

/** The process the file names, if it still runs. */
export async function recall(file: string): Promise<LabProcess | undefined> {
  const text = await readFile(file, "utf8").catch(ifFails("", "missing"));
  const [pid, started] = text.trim().split(" ");
  const found = pid === undefined || pid === "" ? undefined : identify(Number(pid));
  return found !== undefined && found.started === started ? found : undefined;
}

/**
 * Kills the process the file names and waits until it is gone.
 * @param group its process group too
 */
export async function endRemembered(file: string, group: boolean): Promise<void> {
  const found = await recall(file);
  if (found !== undefined) {
    kill(found, group);
    await untilGone(found);
  }
  await rm(file, { force: true });
}

export function kill(target: LabProcess, group: boolean): void {
  try {
    process.kill(group ? -target.pid : target.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function untilGone(target: LabProcess): Promise<void> {
  for (let waited = 0; identify(target.pid)?.started === target.started; waited += 20) {
    if (waited > 10_000) throw new HoldfastError("timeout", `process ${target.pid} does not end`);
    await sleep(20);
  }
}

/** The first child of a process, once it has one. */
export async function childOf(pid: number): Promise<LabProcess> {
  for (let waited = 0; waited < 5_000; waited += 10) {
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(ifFails("", "missing"));
    const [first] = children.trim().split(" ");
    const child = first === undefined || first === "" ? undefined : identify(Number(first));
    if (child !== undefined) return child;
    await sleep(10);
  }
  throw new HoldfastError("failed", `process ${pid} ended before it started its work`);
}
