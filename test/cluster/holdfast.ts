/** The built program as a user runs it, and what of a lab the machine itself can see. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../dist/holdfast.mjs", import.meta.url));

export interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export function holdfast(
  argv: readonly string[],
  options: { readonly input?: string; readonly limit?: number } = {},
): Outcome {
  const done = spawnSync(process.execPath, [PROGRAM, ...argv], {
    encoding: "utf8",
    input: options.input ?? "",
    timeout: options.limit ?? 60_000,
  });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

/** Standard output of a command that must succeed. */
export function mustRun(
  argv: readonly string[],
  options: { readonly input?: string; readonly limit?: number } = {},
): string {
  const { status, out, err } = holdfast(argv, options);
  if (status !== 0) throw new Error(`holdfast ${argv.join(" ")} ended with ${status}:\n${out}${err}`);
  return out;
}

/** Standard output of a command in a node, empty when it fails. */
export function inNode(node: string, ...command: string[]): string {
  return holdfast(["lab", "exec", node, "--", ...command]).out;
}

/** Polls until `question` is answered yes. @returns seconds it took */
export async function until(what: string, seconds: number, question: () => boolean): Promise<number> {
  const start = performance.now();
  while (!question()) {
    if (performance.now() - start > seconds * 1000) throw new Error(`not within ${seconds} seconds: ${what}`);
    await sleep(100);
  }
  return Math.round((performance.now() - start) / 100) / 10;
}

/** Everything a lab could leave behind: mounts, namespaces, control groups, files, and processes by their programs. */
export function traces(): Readonly<Record<string, readonly string[]>> {
  const lines = (path: string) => readFileSync(path, "utf8").split("\n");
  const names = (path: string) => (existsSync(path) ? readdirSync(path) : []);
  const programs = /^(corosync|pacemakerd|pacemaker-.*|ipmi_sim|conmon|haproxy|node-init\.sh|unshare)$/;
  return {
    mounts: lines("/proc/self/mountinfo")
      .map((line) => line.split(" ")[4] ?? "")
      .sort(),
    namespaces: names("/run/netns"),
    groups: ["", ...names("/sys/fs/cgroup")].filter((name) => existsSync(`/sys/fs/cgroup/${name}/libpod_parent`)),
    files: ["/var/lib/holdfast-lab", "/run/holdfast-lab.lock", "/run/netns"].filter((path) => existsSync(path)),
    processes: names("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => {
        try {
          // What ended and waits to be reaped is not there any more.
          return /^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))
            ? ""
            : (lines(`/proc/${pid}/comm`)[0] ?? "");
        } catch {
          return "";
        }
      })
      .filter((name) => programs.test(name)),
  };
}
