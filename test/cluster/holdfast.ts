/** The built program as a user runs it, and what of a lab the machine itself can see. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { runProcess } from "../../src/process/run-process.ts";

export const PROGRAM = fileURLToPath(new URL("../../dist/holdfast.mjs", import.meta.url));

/**
 * The tests' lab: one after the other has it, and its images are built once for all of them. Whoever runs the tests may
 * have a lab up elsewhere.
 */
export const LAB = process.env.HOLDFAST_LAB ?? "/var/lib/holdfast-lab-test";
const NAME = basename(LAB);

export interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** The nodes that all tests get which ask for no others: with LAB_INIT=systemd, whole machines. */
function onWantedNodes(argv: readonly string[]): readonly string[] {
  const wanted = process.env.LAB_INIT;
  const up = argv[0] === "lab" && argv[1] === "up" && !argv.includes("--bare");
  return up && wanted !== undefined ? [...argv, "--init", wanted] : argv;
}

export function holdfast(
  argv: readonly string[],
  options: { readonly input?: string; readonly limit?: number } = {},
): Outcome {
  const done = spawnSync(process.execPath, [PROGRAM, ...onWantedNodes(argv)], {
    encoding: "utf8",
    env: { ...process.env, HOLDFAST_LAB: LAB },
    input: options.input ?? "",
    timeout: options.limit ?? 60_000,
  });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

/** The same while other things go on in this process. */
export async function holdfastMeanwhile(argv: readonly string[], limit = 60_000): Promise<Outcome> {
  const env = { ...process.env, HOLDFAST_LAB: LAB };
  const done = await runProcess([process.execPath, PROGRAM, ...onWantedNodes(argv)], { timeout: limit, env });
  return { status: done.exit ?? null, out: done.stdout, err: done.stderr };
}

/** Standard output of a command that must succeed. */
export function mustRun(
  argv: readonly string[],
  options: { readonly input?: string; readonly limit?: number } = {},
): string {
  return outputOf(argv, holdfast(argv, options));
}

/** The same while other things go on in this process. */
export async function mustRunMeanwhile(argv: readonly string[], limit?: number): Promise<string> {
  return outputOf(argv, await holdfastMeanwhile(argv, limit));
}

function outputOf(argv: readonly string[], { status, out, err }: Outcome): string {
  if (status !== 0) throw new Error(`holdfast ${argv.join(" ")} ended with ${status}:\n${out}${err}`);
  return out;
}

/**
 * Applies a manifest to the lab. A cluster that has just formed may still note its nodes in the configuration: then the
 * change is planned again, as the message says.
 */
export function mustApply(manifest: string): string {
  for (let attempt = 1; ; attempt++) {
    const { status, out, err } = holdfast(["apply", manifest, "--yes", "-c", `lab:${LAB}`]);
    if (status === 0) return out;
    if (status !== 103 || attempt === 5)
      throw new Error(`holdfast apply ${manifest} ended with ${status}:\n${out}${err}`);
  }
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

type Trace = "mounts" | "namespaces" | "files" | "processes" | "groups" | "links";

/**
 * Everything the lab has on the machine, or left behind: mounts, namespaces, files, processes (its BMCs' included), control
 * groups of its nodes, and the machine's own cable to it.
 */
export function traces(): Readonly<Record<Trace, readonly string[]>> {
  const names = (path: string) => (existsSync(path) ? readdirSync(path) : []);
  const mounts = readFileSync("/proc/self/mountinfo", "utf8").split("\n");
  return {
    mounts: mounts.map((line) => line.split(" ")[4] ?? "").filter((point) => point.includes(NAME)),
    namespaces: names("/run/netns").filter((name) => name.startsWith(NAME)),
    files: [LAB, `/run/${NAME}.lock`].filter((path) => existsSync(path)),
    processes: names("/proc").filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid && belongs(pid)),
    groups: ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"].flatMap(names).filter((name) => name === NAME),
    links: names("/sys/class/net").filter((name) => name === "holdfast-lab"),
  };
}

/** Control groups of containers on this machine, the lab's or anybody's: which are whose cannot be told from outside. */
export function containerGroups(): readonly string[] {
  const groups = "/sys/fs/cgroup";
  const names = (path: string): string[] => (existsSync(path) ? readdirSync(path) : []);
  return ["", ...names(groups)].flatMap((hierarchy) => {
    const parent = `${groups}/${hierarchy}/libpod_parent`;
    return names(parent)
      .filter((name) => name.startsWith("libpod-"))
      .map((name) => `${parent}/${name}`);
  });
}

/** Named by what it was started with, or in a namespace that an earlier look saw the lab in. */
function belongs(pid: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    const namespace = readlinkSync(`/proc/${pid}/ns/net`);
    if (command.includes(LAB)) seen.add(namespace);
    return command.includes(LAB) || (namespace !== readlinkSync("/proc/self/ns/net") && seen.has(namespace));
  } catch {
    return false; // ended meanwhile
  }
}

const seen = new Set<string>();
