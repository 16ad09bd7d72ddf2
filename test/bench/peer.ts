/** Pacemaker's own scheduler on the same files, in process: `crm_simulate --profile`, of whatever version is installed. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** Commands to compare with: the installed one, and any named in HOLDFAST_BENCH_PEERS (separated by colons). */
export function peers(): string[] {
  const named = process.env["HOLDFAST_BENCH_PEERS"]?.split(":").filter((command) => command !== "") ?? [];
  return ["crm_simulate", ...named].filter((command) => versionOf(command) !== undefined);
}

export function versionOf(command: string): string | undefined {
  const done = spawnSync(command, ["--version"], { encoding: "utf8" });
  return done.error !== undefined || done.status !== 0 ? undefined : done.stdout.split("\n")[0];
}

/**
 * Milliseconds of CPU per run, by the file's name without `.xml`; files it refuses or does not finish in `limitMs` (for
 * all together) are missing.
 */
export function profile(
  command: string,
  files: readonly string[],
  repeat: number,
  limitMs: number,
): Map<string, number> {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-profile-"));
  try {
    for (const file of files) copyFileSync(file, join(directory, basename(file)));
    const done = spawnSync(command, ["--profile", directory, "--repeat", String(repeat)], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      timeout: limitMs,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const found = new Map<string, number>();
    for (const [, file = "", seconds] of (done.stdout ?? "").matchAll(/Testing (\S+) \.\.\. ([\d.]+) secs/g)) {
      found.set(basename(file, ".xml"), (Number(seconds) * 1000) / repeat);
    }
    return found;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
