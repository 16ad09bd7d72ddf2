/** Cold start: a whole process from nothing to the status page, beside the peers on the same CIB file. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { goldenClusters } from "../shared.ts";

const HOLDFAST = fileURLToPath(new URL("../../dist/holdfast.mjs", import.meta.url));
const RUNS = 15;

interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Milliseconds of wall time; undefined when the command is not on this machine. */
function time(peer: Peer): number | undefined {
  const from = process.hrtime.bigint();
  const done = spawnSync(peer.command, [...peer.args], {
    env: { ...process.env, ...peer.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const took = Number(process.hrtime.bigint() - from) / 1e6;
  if (done.error !== undefined) return undefined;
  if (done.stdout.length < 200)
    throw new Error(`${peer.name} printed no status: ${done.stderr.toString().slice(0, 300)}`);
  return took;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function corosyncConf(directory: string): string {
  const path = join(directory, "corosync.conf");
  const nodes = [0, 1, 2].map(
    (n) => `  node {\n    ring0_addr: 127.0.0.${n + 1}\n    name: controller-${n}\n    nodeid: ${n + 1}\n  }`,
  );
  writeFileSync(
    path,
    `totem {\n  version: 2\n  cluster_name: bench\n  transport: knet\n}\nnodelist {\n${nodes.join("\n")}\n}\nquorum {\n  provider: corosync_votequorum\n}\n`,
  );
  return path;
}

export function benchStart(): void {
  const golden = goldenClusters().find((c) => c.name === "train-controllers");
  if (golden === undefined) {
    console.log("cold start: not measured, ../shared/golden is not here");
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  try {
    const cib = join(directory, "cib.xml");
    copyFileSync(golden.path, cib);
    const peers: Peer[] = [
      { name: "holdfast status", command: process.execPath, args: [HOLDFAST, "status", "--cluster", `file:${cib}`] },
      { name: "crm_mon -1r", command: "crm_mon", args: ["-1r"], env: { CIB_file: cib } },
      { name: "pcs status", command: "pcs", args: ["-f", cib, "--corosync_conf", corosyncConf(directory), "status"] },
      { name: "node, doing nothing", command: process.execPath, args: ["-e", "console.log(' '.repeat(300))"] },
    ];
    console.log(`Cold start on ${golden.name}, one whole process, median of ${RUNS} (ms):`);
    const times = new Map<string, number[]>();
    // In turn, so that a slow moment of the machine strikes all alike.
    for (let i = 0; i <= RUNS; i++) {
      for (const peer of peers) {
        const took = time(peer);
        if (i > 0 && took !== undefined) times.set(peer.name, [...(times.get(peer.name) ?? []), took]);
      }
    }
    for (const { name } of peers) {
      const all = times.get(name);
      console.log(
        `  ${name.padEnd(22)} ${all === undefined ? "not on this machine" : median(all).toFixed(0).padStart(6)}`,
      );
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
}
