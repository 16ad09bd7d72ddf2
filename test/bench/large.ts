/**
 * Large clusters: the generators beside the repository make {3, 16, 32} nodes x {50, 200, 1000, 3000} resources, fresh,
 * steady and with one node failed. Each cluster is scheduled by a process of its own, as crm_simulate does it. Without
 * `--large` only the small sizes run, which takes a minute; with it, allow an hour, most of it Pacemaker's.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Own } from "./large-one.ts";
import { peers, profile, versionOf } from "./peer.ts";

const GENERATORS = fileURLToPath(new URL("../../../shared/bench/", import.meta.url));
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
const PEER_LIMIT_MS = 120_000;

export function benchLarge(large: boolean): void {
  if (!existsSync(join(GENERATORS, "generate-cib.py"))) {
    console.log("large clusters: not measured, ../shared/bench is not here");
    return;
  }
  const rivals = peers();
  console.log(`Large clusters, CPU ms (${rivals.map(versionOf).join(", ")}; a ratio above 1: holdfast is faster):`);
  for (const [nodes, resources] of large ? LARGE : SMALL) {
    for (const { state, file } of clusters(nodes, resources)) {
      const own = measureApart(file);
      const theirs = rivals.map((command) => [...profile(command, [file], 1, PEER_LIMIT_MS).values()][0]);
      const ratios = theirs.map((ms) =>
        ms === undefined
          ? `>${PEER_LIMIT_MS / 1000} s`
          : `${ms.toFixed(0)} (${(ms / own.first).toFixed(1)}x, warm ${(ms / own.warm).toFixed(1)}x)`,
      );
      console.log(
        `  ${`${nodes} x ${resources} ${state}`.padEnd(20)} first ${own.first.toFixed(0).padStart(6)} warm ${own.warm.toFixed(0).padStart(6)} read ${own.read.toFixed(0).padStart(5)} print ${own.print.toFixed(0).padStart(5)} ${own.peakMb.toFixed(0).padStart(5)} MB | ${ratios.join(" | ")}`,
      );
    }
  }
}

/** Made once a machine; the steady state is found with our own scheduler, which decides as theirs does. */
function clusters(nodes: number, resources: number): { readonly state: string; readonly file: string }[] {
  const directory = join(tmpdir(), "holdfast-bench-clusters");
  mkdirSync(directory, { recursive: true });
  const path = (state: string): string => join(directory, `${nodes}-${resources}-${state}.xml`);
  const python = (script: string, ...args: string[]): void => {
    const done = spawnSync("python3", [join(GENERATORS, script), ...args], { encoding: "utf8" });
    if (done.status !== 0) throw new Error(done.stderr);
  };
  if (!existsSync(path("fresh"))) {
    python("generate-cib.py", "--nodes", String(nodes), "--resources", String(resources), "-o", path("fresh"));
  }
  const found = [{ state: "fresh", file: path("fresh") }];
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
