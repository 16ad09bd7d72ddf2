/**
 * Pacemaker 3.0.3's own `crm_simulate`, as the last word on what a CIB leads to. It is taken from Debian's development
 * suite and unpacked beside the machine's own software, so that any Debian can ask it; see `install-oracle.sh`.
 * Starting a process in a chroot costs more than a decision, hence batches.
 */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ORACLE_VERSION = "3.0.3";

/** Where the oracle's root directory is, or is to be. */
const ORACLE_ROOT = process.env.HOLDFAST_ORACLE ?? "/var/cache/holdfast-oracle/root";

/** Why the oracle cannot be asked here; undefined when it can. */
export function whyNoOracle(): string | undefined {
  if (!existsSync(join(ORACLE_ROOT, "usr/sbin/crm_simulate"))) {
    return `no crm_simulate below ${ORACLE_ROOT}; test/differential/install-oracle.sh puts it there`;
  }
  try {
    const version = execFileSync("chroot", [ORACLE_ROOT, "/usr/sbin/crm_simulate", "--version"], { encoding: "utf8" });
    const found = /\d+\.\d+\.\d+/.exec(version)?.[0];
    return found === ORACLE_VERSION
      ? undefined
      : `crm_simulate below ${ORACLE_ROOT} is ${found}, not ${ORACLE_VERSION}`;
  } catch (error) {
    return `crm_simulate below ${ORACLE_ROOT} cannot be run (chroot needs root): ${(error as Error).message.split("\n")[0]}`;
  }
}

export interface Answer {
  readonly graph: string;
  readonly dot: string;
  /** One score a line, in the order printed. */
  readonly scores: string;
}

/** What the oracle makes of each CIB; an error's text for a CIB that it refuses or dies of. */
export async function ask(cibs: readonly string[]): Promise<(Answer | Error)[]> {
  const inside = mkdtempSync(join(ORACLE_ROOT, "tmp/differential-"));
  const dir = inside.slice(ORACLE_ROOT.length);
  try {
    mkdirSync(join(inside, "in"));
    for (const [i, text] of cibs.entries()) writeFileSync(join(inside, "in", String(i)), text);
    // A limit of processor time a CIB keeps one that loops from stopping the batch.
    await sh(
      `cd ${dir}; i=0; while [ $i -lt ${cibs.length} ]; do ` +
        "(ulimit -c 0; ulimit -t 20; exec /usr/sbin/crm_simulate -x in/$i -R -s -Q -G $i.graph -D $i.dot) >$i.scores 2>$i.err; " +
        "echo $? >$i.rc; i=$((i+1)); done",
    );
    return cibs.map((_, i) => readAnswer(inside, i));
  } finally {
    rmSync(inside, { recursive: true, force: true });
  }
}

function sh(script: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("chroot", [ORACLE_ROOT, "/bin/sh", "-c", script], { stdio: "ignore" });
    child.on("error", reject);
    child.on("exit", () => resolve());
  });
}

function readAnswer(dir: string, i: number): Answer | Error {
  const read = (kind: string): string => {
    const path = join(dir, `${i}.${kind}`);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  };
  const graph = read("graph");
  if (graph === "")
    return new Error(`crm_simulate ended with ${read("rc").trim()}: ${read("err").trim().slice(0, 600)}`);
  const scores = read("scores")
    .split("\n")
    .filter((line) => / (?:allocation|promotion) score /.test(line));
  return { graph, dot: read("dot"), scores: scores.map((line) => line.trim()).join("\n") };
}
