/**
 * Pacemaker's own `crm_simulate`, as the last word on what a CIB leads to. 2.1.5 is what Debian 12 has; others are taken
 * from Debian's other suites (3.0.3 from the development suite, 3.0.0 from 13, 2.0.5 from 11) and unpacked beside the
 * machine's own software, so that any Debian can ask them; see `install-oracle.sh`. Starting a process in a chroot costs more than a decision, hence batches.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Dialect, dialectOf } from "../../src/scheduler/model/dialect.ts";

export interface Oracle {
  readonly version: string;
  /** Ours that is to decide the same. */
  readonly dialect: Dialect;
  /** Whether it tells what it decides in the words of today; see wording.ts. */
  readonly wording: "today" | "older";
  /** The directory its file system begins at; it is asked in a chroot unless that is the machine's own. */
  readonly root: string;
  /** How to come by it. */
  readonly source: string;
}

const UNPACKED = "/var/cache/holdfast-oracle";

export const PACEMAKER_3: Oracle = {
  version: "3.0.3",
  dialect: dialectOf("3.0.3"),
  wording: "today",
  root: process.env.HOLDFAST_ORACLE ?? join(UNPACKED, "root"),
  source: "test/differential/install-oracle.sh puts it there",
};

export const PACEMAKER_3_0_0: Oracle = {
  version: "3.0.0",
  dialect: dialectOf("3.0.0"),
  wording: "older",
  root: join(UNPACKED, "trixie"),
  source: "test/differential/install-oracle.sh 3.0.0 puts it there",
};

export const PACEMAKER_2_0: Oracle = {
  version: "2.0.5",
  dialect: dialectOf("2.0.5"),
  wording: "older",
  root: join(UNPACKED, "bullseye"),
  source: "test/differential/install-oracle.sh 2.0.5 puts it there",
};

export const PACEMAKER_2: Oracle = {
  version: "2.1.5",
  dialect: dialectOf("2.1.5"),
  wording: "older",
  root: "/",
  source: "Debian 12 has it in pacemaker-cli-utils",
};

export const ORACLES: readonly Oracle[] = [PACEMAKER_2_0, PACEMAKER_2, PACEMAKER_3_0_0, PACEMAKER_3];

const PROGRAM = "usr/sbin/crm_simulate";

/** Why the oracle cannot be asked here; undefined when it can. */
export function whyNot(oracle: Oracle): string | undefined {
  if (!existsSync(join(oracle.root, PROGRAM))) return `no crm_simulate below ${oracle.root}; ${oracle.source}`;
  try {
    const [program, ...args] = within(oracle, `/${PROGRAM}`, "--version");
    // 2.0.5 tells its version as it tells of wrong usage.
    const { stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
    if (error !== undefined) throw error;
    const found = /\d+\.\d+\.\d+/.exec(`${stdout}${stderr}`)?.[0];
    return found === oracle.version
      ? undefined
      : `crm_simulate below ${oracle.root} is ${found}, not ${oracle.version}`;
  } catch (error) {
    return `crm_simulate below ${oracle.root} cannot be run (chroot needs root): ${(error as Error).message.split("\n")[0]}`;
  }
}

/** A command as the oracle's machine would run it. */
export function within({ root }: Oracle, program: string, ...args: readonly string[]): [string, ...string[]] {
  return root === "/" ? [program, ...args] : ["chroot", root, program, ...args];
}

export interface Answer {
  readonly graph: string;
  readonly dot: string;
  /** One score a line, in the order printed. */
  readonly scores: string;
}

/** What the oracle makes of each CIB; an error's text for a CIB that it refuses or dies of. */
export async function ask(cibs: readonly string[], oracle: Oracle): Promise<(Answer | Error)[]> {
  const inside = mkdtempSync(join(oracle.root, "tmp/differential-"));
  const dir = oracle.root === "/" ? inside : inside.slice(oracle.root.length);
  try {
    mkdirSync(join(inside, "in"));
    for (const [i, text] of cibs.entries()) writeFileSync(join(inside, "in", String(i)), text);
    // A limit of processor time a CIB keeps one that loops from stopping the batch.
    await sh(
      oracle,
      `cd ${dir}; i=0; while [ $i -lt ${cibs.length} ]; do ` +
        "(ulimit -c 0; ulimit -t 5; exec /usr/sbin/crm_simulate -x in/$i -R -s -Q -G $i.graph -D $i.dot) >$i.scores 2>$i.err; " +
        "echo $? >$i.rc; i=$((i+1)); done",
    );
    return cibs.map((_, i) => readAnswer(inside, i));
  } finally {
    rmSync(inside, { recursive: true, force: true });
  }
}

function sh(oracle: Oracle, script: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const [program, ...args] = within(oracle, "/bin/sh", "-c", script);
    const child = spawn(program, args, { stdio: "ignore" });
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
