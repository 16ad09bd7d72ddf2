/**
 * `npm run bench -- --cluster` (root): Holdfast and the tools it stands in for, side by side on one real cluster, a lab of
 * its own. What a machine does besides stretches the clock more than the processors' time, so both are printed.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "../../../src/manifest/compile/compile.ts";
import { readManifest } from "../../../src/manifest/manifest.ts";
import { mustIn, type Timed, timedHere, timedIn } from "./node.ts";
import { puppetRun } from "./puppet.ts";
import { benchWait } from "./wait.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const LAB = process.env.HOLDFAST_LAB ?? "/var/lib/holdfast-lab-bench";
const ENTER = join(LAB, "enter");
const NODE = "controller-0";
/** From the machine, through the node that the others run in: a node sees the machine's files, but not all of them. */
const HOLDFAST = `${process.execPath} ${ROOT}dist/holdfast.mjs`;
const ON = `-c "pacemaker+exec:${ENTER} ${NODE}"`;
const RUNS = 7;
const PASSWORD = "secret";

function lab(...args: string[]): void {
  const done = spawnSync(process.execPath, [`${ROOT}dist/holdfast.mjs`, "lab", ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, HOLDFAST_LAB: LAB },
  });
  if (done.status !== 0) throw new Error(`holdfast lab ${args.join(" ")} ended with ${done.status}`);
}

const seconds = (n: number): string => n.toFixed(2).padStart(9);

function row(name: string, { wall, cpu }: Pick<Timed, "wall" | "cpu">, rest = ""): void {
  console.log(`  ${name.padEnd(34)}${seconds(wall)}${seconds(cpu)}  ${rest}`);
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const epoch = (): number =>
  Number(/\bepoch="(\d+)"/.exec(mustIn(ENTER, NODE, "cibadmin --query --no-children").out)?.[1]);

/** How many objects there are, so that the two can be seen to have done the same. */
function objects(): string {
  const { out } = mustIn(ENTER, NODE, "cibadmin --query --scope configuration");
  const count = (tag: string): number => out.split(`<${tag} `).length - 1;
  return `${count("bundle")} bundles, ${count("primitive")} primitives, ${[
    "rsc_location",
    "rsc_order",
    "rsc_colocation",
  ]
    .map(count)
    .reduce((a, b) => a + b)} constraints, ${count("fencing-level")} levels`;
}

/** The deck's manifest; nothing of it can run in the lab, nor is that what is measured. */
function benchDeploy(): void {
  const text = `${readFileSync(`${ROOT}examples/control-plane.yaml`, "utf8")}\nproperties: {stop-all-resources: true}\n`;
  const read = readManifest(text, "deck.yaml");
  if (!read.ok) throw new Error(read.problems[0]?.message);
  const compiled = compile(read.manifest, { secret: () => PASSWORD });
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  const file = join(tmpdir(), `holdfast-bench-${process.pid}.yaml`);
  const empty = mustIn(ENTER, NODE, "cibadmin --query --scope configuration").out;
  const apply = `HOLDFAST_IPMI_PASSWORD=${PASSWORD} ${HOLDFAST} apply ${file} --yes ${ON} >/dev/null`;
  try {
    writeFileSync(file, text);
    console.log(`${"The deck's configuration into an empty cluster:".padEnd(36)}     clock      CPU  (seconds)`);
    let before = epoch();
    const ours = timedHere(apply);
    if (ours.status !== 0) throw new Error(ours.err);
    row("holdfast apply", ours, `1 process, ${epoch() - before} commit; ${objects()}`);
    row("holdfast apply, again", timedHere(apply), "nothing to do");
    mustIn(ENTER, NODE, `cibadmin --replace --scope configuration --xml-pipe <<'END'\n${empty}\nEND`);
    before = epoch();
    const { script, pushes, processes } = puppetRun(compiled.compiled);
    const theirs = timedIn(ENTER, NODE, script);
    const [, failed] = theirs.out.trim().split(" ").map(Number);
    row(
      "puppet's pcs commands",
      theirs,
      `${processes} processes, ${pushes} pushes, ${epoch() - before} commits; ${objects()}`,
    );
    if (failed !== 0) console.log(`  ${failed} pushes failed:\n${theirs.err.slice(-3000)}`);
  } finally {
    rmSync(file, { force: true });
  }
}

/** One after the other, so that a slow moment of the machine strikes all alike. */
function benchStatus(rsc: string): void {
  const inside = (command: string) => () => timedIn(ENTER, NODE, `${command} >/dev/null`);
  const beside = (command: string) => () => timedHere(`${command} ${ON} >/dev/null`);
  const commands: Readonly<Record<string, () => Timed>> = {
    [`holdfast status ${rsc}`]: beside(`${HOLDFAST} status ${rsc}`),
    "holdfast status": beside(`${HOLDFAST} status`),
    "pcs status": inside("pcs status"),
    [`pcs resource status ${rsc}`]: inside(`pcs resource status ${rsc}`),
    "crm_mon -1": inside("crm_mon -1"),
  };
  console.log(`${`\nStatus, one process, median of ${RUNS}:`.padEnd(37)}     clock      CPU  (seconds)`);
  const times = new Map<string, Timed[]>();
  for (let i = 0; i <= RUNS; i++) {
    for (const [name, command] of Object.entries(commands)) {
      const took = command();
      if (i > 0) times.set(name, [...(times.get(name) ?? []), took]);
    }
  }
  for (const [name, all] of times)
    row(name, { wall: median(all.map((t) => t.wall)), cpu: median(all.map((t) => t.cpu)) });
}

function up(): void {
  lab("down", "--keep-images");
  lab("up");
}

/** @param part `deploy`, `status` or `wait`; undefined for all */
export async function benchCluster(part: string | undefined): Promise<void> {
  const wanted = (name: string): boolean => part === undefined || part === name;
  try {
    up();
    if (wanted("deploy")) {
      benchDeploy();
      // Anew: what was only configured may not be run.
      up();
    }
    for (const args of [
      ["apply", `${ROOT}examples/lab.yaml`, "--yes", "-c", `lab:${LAB}`],
      ["wait", "--timeout", "300s", "-c", `lab:${LAB}`],
    ])
      spawnSync(process.execPath, [`${ROOT}dist/holdfast.mjs`, ...args], { stdio: ["ignore", "ignore", "inherit"] });
    if (wanted("status")) benchStatus("state-bundle");
    if (wanted("wait")) await benchWait({ enter: ENTER, node: NODE, holdfast: HOLDFAST, on: ON, rsc: "state-bundle" });
  } finally {
    lab("down", "--keep-images");
  }
}
