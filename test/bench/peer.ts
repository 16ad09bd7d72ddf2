/** Pacemaker's own scheduler on the same files: in process (`crm_simulate --profile`) and as a whole process. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { type Oracle, PACEMAKER_2, PACEMAKER_3, whyNot, within } from "../differential/oracle.ts";
import { type Spent, spent } from "./spent.ts";

export type Peer = Oracle;

/** Those that are on this machine. */
export function peers(): Peer[] {
  return [PACEMAKER_2, PACEMAKER_3].filter((peer) => whyNot(peer) === undefined);
}

/** Files are copied to where the peer sees them; `work` gets the directory by the peer's own name for it. */
function withFiles<T>(peer: Peer, files: readonly string[], work: (directory: string) => T): T {
  const outside = mkdtempSync(join(peer.root, "tmp/bench-"));
  try {
    for (const file of files) copyFileSync(file, join(outside, basename(file)));
    return work(peer.root === "/" ? outside : outside.slice(peer.root.length));
  } finally {
    rmSync(outside, { recursive: true });
  }
}

/**
 * Milliseconds of CPU per run, by the file's name without `.xml`; files it refuses or does not finish in `limitMs` (for
 * all together) are missing.
 */
export function profile(peer: Peer, files: readonly string[], repeat: number, limitMs: number): Map<string, number> {
  return withFiles(peer, files, (directory) => {
    const [program, ...args] = within(
      peer,
      "/usr/sbin/crm_simulate",
      "--profile",
      directory,
      "--repeat",
      String(repeat),
    );
    const done = spawnSync(program, args, {
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
  });
}

/** A whole process of it, given a CIB file and options. */
export function simulate(peer: Peer, file: string, options: readonly string[], limitMs: number): Spent | undefined {
  return withFiles(peer, [file], (directory) =>
    spent(within(peer, "/usr/sbin/crm_simulate", "-x", join(directory, basename(file)), ...options), limitMs),
  );
}
