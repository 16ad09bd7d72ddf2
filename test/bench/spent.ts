/** What a whole process costs. Node does not tell what a child used, so a few lines of Python (as the generators need it) do. */
import { spawnSync } from "node:child_process";

export interface Spent {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
}

const WRAPPER = `
import json, resource, subprocess, sys, time
began = time.monotonic()
done = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, (time.monotonic() - began) * 1000, (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024]))
`;

/** Undefined where it fails or takes longer than `limitMs`. */
export function spent(command: readonly string[], limitMs: number): Spent | undefined {
  const seconds = String(Math.ceil(limitMs / 1000));
  const done = spawnSync("python3", ["-c", WRAPPER, "timeout", seconds, ...command], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  const [status, wallMs, cpuMs, peakMb] = JSON.parse(done.stdout) as [number, number, number, number];
  return status === 0 ? { wallMs, cpuMs, peakMb } : undefined;
}
