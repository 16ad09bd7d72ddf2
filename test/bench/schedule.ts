/** Scheduling in process, ours once warm beside `crm_simulate --profile` of the machine's Pacemaker, in one run. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseXml } from "../../src/cib/parse.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { goldenClusters, type NamedText } from "./clusters.ts";

const REPEAT = 20;

/** Seconds per run, by name; `--profile` prints the sum over its repetitions. */
function profile(clusters: readonly NamedText[]): Map<string, number> | undefined {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-profile-"));
  try {
    for (const c of clusters) copyFileSync(c.path, join(directory, basename(c.path)));
    const done = spawnSync("crm_simulate", ["--profile", directory, "--repeat", String(REPEAT)], { encoding: "utf8" });
    if (done.error !== undefined) return undefined;
    const found = new Map<string, number>();
    for (const [, file = "", seconds] of done.stdout.matchAll(/Testing (\S+) \.\.\. ([\d.]+) secs/g)) {
      found.set(basename(file, ".xml"), Number(seconds) / REPEAT);
    }
    return found;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Milliseconds per run once warm: reading the tree is not counted on either side. */
function ours(text: string): number {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const now = 1_600_000_000;
  for (let i = 0; i < REPEAT; i++) schedule(parsed.root, { now });
  const from = process.hrtime.bigint();
  for (let i = 0; i < REPEAT; i++) schedule(parsed.root, { now });
  return Number(process.hrtime.bigint() - from) / 1e6 / REPEAT;
}

export function benchSchedule(): void {
  const clusters = goldenClusters();
  if (clusters.length === 0) {
    console.log("scheduling: not measured, ../shared/golden is not here");
    return;
  }
  const theirs = profile(clusters);
  const version = spawnSync("crm_simulate", ["--version"], { encoding: "utf8" }).stdout?.split("\n")[0] ?? "";
  console.log(
    `Scheduling in process, once warm, ms per run (${theirs === undefined ? "crm_simulate is not on this machine" : version}):`,
  );
  for (const c of clusters) {
    const own = ours(c.text);
    const peer = theirs?.get(c.name);
    const compared =
      peer === undefined
        ? ""
        : `${(peer * 1000).toFixed(1).padStart(9)} crm_simulate ${(own / (peer * 1000)).toFixed(2).padStart(7)}x`;
    console.log(`  ${c.name.padEnd(22)} ${own.toFixed(1).padStart(7)} holdfast ${compared}`);
  }
}
