/**
 * Large clusters: the generators beside the repository make {3, 16, 32} nodes x {50, 200, 1000, 3000} resources, fresh,
 * steady and with one node failed. Each cluster is scheduled by a process of its own, as crm_simulate does it. Without
 * `--large` only the small sizes run; with it, Pacemaker takes hours, unless it is given less for each run.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { shared, whyNoShared } from "../shared.ts";
import type { Own } from "./large-one.ts";
import { type Peer, peers, profile, simulate } from "./peer.ts";
import { spent } from "./spent.ts";

const GENERATORS = shared("bench");
const HOLDFAST = fileURLToPath(new URL("../../dist/holdfast.mjs", import.meta.url));
/** Schedules one file in a process of its own. */
const ONE = ["--max-old-space-size=8192", "--import", "tsx", fileURLToPath(new URL("./large-one.ts", import.meta.url))];
const SMALL: readonly (readonly [number, number])[] = [
  [3, 50],
  [3, 200],
  [16, 50],
  [32, 50],
];
const LARGE: readonly (readonly [number, number])[] = [3, 16, 32].flatMap((nodes) =>
  [50, 200, 1000, 3000].map((resources) => [nodes, resources] as const),
);
const LIMIT_MS = 120_000;
/** What crm_simulate takes below this is told in steps that are too coarse to be divided by. */
const COARSE_MS = 200;
const COARSE_REPEAT = 10;
/** Enacting takes Pacemaker minutes from here on. */
const MOST_SYNAPSES_TO_ENACT = 32 * 50;

/** @param largeLimitMs how long Pacemaker may take for one run; undefined: the small sizes only */
export function benchLarge(largeLimitMs: number | undefined): void {
  const missing = whyNoShared("bench");
  if (missing !== undefined) {
    console.log(`large clusters: not measured, ${missing}`);
    return;
  }
  const rivals = peers();
  const limit = largeLimitMs ?? LIMIT_MS;
  console.log(
    `Large clusters, CPU ms in process and MB at the peak (${rivals.map((peer) => peer.version).join(", ")}; a ratio above 1: holdfast is faster).\n` +
      "Each: elements of the CIB and synapses of the transition, and microseconds of a warm run for one of either:",
  );
  for (const [nodes, resources] of largeLimitMs === undefined ? SMALL : LARGE) {
    for (const { state, file } of clusters(nodes, resources)) {
      const own = measureApart(file);
      const name = `${nodes} x ${resources} ${state}`.padEnd(24);
      const each = ((own.warm * 1000) / (own.elements + own.synapses)).toFixed(1);
      console.log(
        `  ${name} first ${cell(own.first)} warm ${cell(own.warm)} read ${cell(own.read)} print ${cell(own.print)} ` +
          `${own.peakMb.toFixed(0).padStart(5)} MB, ${own.elements} + ${own.synapses} each ${each}`,
      );
      // Who cannot schedule it in time cannot enact it either.
      const inTime = rivals.filter((peer) => scheduling(peer, file, own, limit));
      if (largeLimitMs !== undefined || (nodes * resources <= MOST_SYNAPSES_TO_ENACT && state === "fresh"))
        enacting(inTime, file, limit);
    }
  }
}

const INDENT = " ".repeat(8);

const cell = (ms: number): string => ms.toFixed(0).padStart(6);

/** Prints what the peer takes; false when that is more than the limit. */
function scheduling(peer: Peer, file: string, own: Own, limit: number): boolean {
  const say = (text: string): void => console.log(`${INDENT}${peer.version}: ${text}`);
  const once = [...profile(peer, [file], 1, limit).values()][0];
  if (once === undefined) {
    say(`more than ${limit / 1000} s (first ${(limit / own.first).toFixed(1)}x or more)`);
    return false;
  }
  const ms = once < COARSE_MS ? ([...profile(peer, [file], COARSE_REPEAT, limit).values()][0] ?? once) : once;
  // The process that only schedules tells how much memory that takes.
  const peak = simulate(peer, file, ["-Q", "-G", "/dev/null"], limit)?.peakMb;
  say(
    `${ms.toFixed(0)} (first ${(ms / own.first).toFixed(1)}x, warm ${(ms / own.warm).toFixed(1)}x) ${peak?.toFixed(0) ?? "?"} MB`,
  );
  return true;
}

/** `-S`, which schedules, carries the transition out on paper and shows the result: whole processes. */
function enacting(rivals: readonly Peer[], file: string, limit: number): void {
  const own = spent(
    [process.execPath, "--max-old-space-size=8192", HOLDFAST, "simulate", "-x", file, "-S", "-Q"],
    limit,
  );
  const theirs = rivals.map((peer) => {
    const used = simulate(peer, file, ["-S", "-Q"], limit);
    const ratio = own === undefined ? "?" : ((used?.cpuMs ?? limit) / own.cpuMs).toFixed(1);
    if (used === undefined) return `${peer.version}: more than ${limit / 1000} s (${ratio}x or more)`;
    return `${peer.version}: ${used.cpuMs.toFixed(0)} (${ratio}x) ${used.peakMb.toFixed(0)} MB`;
  });
  const ours = own === undefined ? "failed" : `${cell(own.cpuMs)} ${own.peakMb.toFixed(0).padStart(5)} MB`;
  console.log(`${INDENT}-S, whole process: ${[ours, ...theirs].join(" | ")}`);
}

function pathOf(nodes: number, resources: number, state: string): string {
  const directory = join(tmpdir(), "holdfast-bench-clusters");
  mkdirSync(directory, { recursive: true });
  return join(directory, `${nodes}-${resources}-${state}.xml`);
}

function python(script: string, ...args: string[]): void {
  const done = spawnSync("python3", [join(GENERATORS, script), ...args], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
}

/** File of a cluster where nothing runs yet. Made once a machine. */
export function freshCluster(nodes: number, resources: number): string {
  const file = pathOf(nodes, resources, "fresh");
  if (!existsSync(file))
    python("generate-cib.py", "--nodes", String(nodes), "--resources", String(resources), "-o", file);
  return file;
}

/** The steady state is found with our own scheduler, which decides as theirs does. */
function clusters(nodes: number, resources: number): { readonly state: string; readonly file: string }[] {
  const path = (state: string): string => pathOf(nodes, resources, state);
  const found = [{ state: "fresh", file: freshCluster(nodes, resources) }];
  if (!existsSync(path("failed"))) {
    python("settle-cib.py", [process.execPath, ...ONE].join(" "), path("fresh"), path("steady"));
    python("generate-cib.py", "--fail", "controller-0", path("steady"), "-o", path("failed"));
  }
  found.push({ state: "steady", file: path("steady") }, { state: "one node failed", file: path("failed") });
  return found;
}

function measureApart(file: string): Own {
  const done = spawnSync(process.execPath, [...ONE, file], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${file}: ${done.stderr}`);
  return JSON.parse(done.stdout) as Own;
}
