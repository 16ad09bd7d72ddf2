/**
 * A process that carries a run is stopped (SIGSTOP) after its first step, another one takes the run over when the first has
 * been silent for its lease's time and carries it to its end, and then the first is continued. The same for every cluster that
 * the program reaches by a URL; it takes as long as a lease lasts, a minute.
 */
import { spawn } from "node:child_process";

/** How the program is run on a cluster: for a node of a lab, its words go through what enters that node. */
export type Command = (args: readonly string[]) => readonly [program: string, ...args: string[]];

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface StoppedHolder {
  /** The process that was stopped, after it was continued. */
  readonly first: Ended;
  /** The one that took the run over. */
  readonly second: Ended;
  /** Versions of the configuration when the second had ended, and when the first had. */
  readonly before: string;
  readonly after: string;
}

/** @param begin the command that begins the run, without its output and cluster, such as `resource restart web --rolling` */
export async function stoppedHolder(command: Command, begin: readonly string[]): Promise<StoppedHolder> {
  const first = begun(command([...begin, "--output", "json"]));
  const id = await first.stepped;
  first.signal("SIGSTOP");
  try {
    // From then on only its silence says that it may be gone: the process is there.
    const second = await begun(command(["run", "resume", id, "--queue", "5m"])).ended;
    const before = await configuration(command);
    first.signal("SIGCONT");
    return { first: await first.ended, second, before, after: await configuration(command) };
  } finally {
    first.signal("SIGKILL");
  }
}

/** The version of the configuration, which every write of a run raises. */
async function configuration(command: Command): Promise<string> {
  const { out, err } = await begun(command(["status", "--output", "json"])).ended;
  const [, admin, epoch] = /"adminEpoch":\s*(\d+),\s*"epoch":\s*(\d+)/.exec(out) ?? [];
  if (admin === undefined || epoch === undefined) throw new Error(`the status has no version of the CIB: ${err}`);
  return `${admin}.${epoch}`;
}

interface Child {
  /** The run's id, once it has taken its first step. */
  readonly stepped: Promise<string>;
  readonly ended: Promise<Ended>;
  readonly signal: (name: "SIGSTOP" | "SIGCONT" | "SIGKILL") => void;
}

function begun([program, ...args]: readonly [string, ...string[]]): Child {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stderr.on("data", (chunk) => {
    err += String(chunk);
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, out, err }));
  });
  const stepped = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      out += String(chunk);
      const id = /"event":"step".*?"run":\{"id":"([0-9a-z]+)"/.exec(out)?.[1];
      if (id !== undefined) resolve(id);
    });
    ended.then(({ status }) => reject(new Error(`it ended with ${status} before its first step: ${err}`)), reject);
  });
  stepped.catch(() => undefined);
  return { stepped, ended, signal: (name) => void child.kill(name) };
}
