/** Commands in a node of the benchmark's lab, and beside it, timed. */
import { spawnSync } from "node:child_process";

export interface Timed {
  /** Seconds by the clock, and of processors, children included. */
  readonly wall: number;
  readonly cpu: number;
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

/** Runs a script by a shell (of a node, when that is entered first), which adds up what its children took. */
function timed(shell: readonly [string, ...string[]], script: string): Timed {
  const [program, ...args] = shell;
  const wrapped = `TIMEFORMAT=$'\\n@ %U %S'; time { ${script}\n} </dev/null`;
  const from = process.hrtime.bigint();
  const done = spawnSync(program, args, { input: wrapped, encoding: "utf8", maxBuffer: 1 << 28 });
  const wall = Number(process.hrtime.bigint() - from) / 1e9;
  const [, user = "0", system = "0"] = /\n@ ([\d.]+) ([\d.]+)\s*$/.exec(done.stderr) ?? [];
  return { wall, cpu: Number(user) + Number(system), out: done.stdout, err: done.stderr, status: done.status ?? -1 };
}

export function timedIn(enter: string, node: string, script: string): Timed {
  return timed([enter, node, "bash", "-s"], script);
}

/** On the machine itself. */
export function timedHere(script: string): Timed {
  return timed(["bash", "-s"], script);
}

export function mustIn(enter: string, node: string, script: string): Timed {
  const done = timedIn(enter, node, script);
  if (done.status !== 0) throw new Error(`${script.slice(0, 200)} ended with ${done.status}: ${done.err.slice(-1500)}`);
  return done;
}
