/**
 * `npm run outages [-- ROUNDS [DRILL...]]`: on the lab's full control plane, under clients that write all the time, drains each node,
 * edits a mount, crashes and cuts a node, kills each service where it is promoted, and prints how long each client had no
 * answer, and what of the acknowledged was lost. As root; about 25 minutes a round on a calm machine.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openCluster } from "../../src/cluster/open.ts";
import type { Cluster, Snapshot } from "../../src/cluster/port.ts";
import { inNode, lab, members, placesOf, until } from "../cluster/drills/view.ts";
import { holdfast, LAB, mustApply, mustRun } from "../cluster/holdfast.ts";
import { logMark } from "../cluster/work.ts";
import type { Line } from "./clients.ts";
import { DRILLS, type Drill, type Hands } from "./drills.ts";
import { DATABASE, SERVICES, USER } from "./services.ts";
import { slowestStop } from "./stops.ts";

const MANIFEST = fileURLToPath(new URL("../../examples/lab-full.yaml", import.meta.url));
const CLIENTS = fileURLToPath(new URL("clients.ts", import.meta.url));
const NODES = ["controller-0", "controller-1", "controller-2"] as const;
const [rounds = "2", ...only] = process.argv.slice(2);
/** Those whose name begins with one of the words that were given, or all. */
const chosen = DRILLS.filter(({ name }) => only.length === 0 || only.some((word) => name.startsWith(word)));

/** Of the writers: when each was last acknowledged, and the longest time between two acknowledgements so far. */
class Gaps {
  readonly #last = new Map<string, number>();
  #longest = new Map<string, number>();
  readonly #totals: Line[] = [];

  take(line: Line): void {
    if (line.total !== undefined) this.#totals.push(line);
    if (line.acknowledged === undefined) return;
    const { at } = line.acknowledged;
    const gap = at - (this.#last.get(line.service) ?? at);
    this.#longest.set(line.service, Math.max(gap, this.#longest.get(line.service) ?? 0));
    this.#last.set(line.service, at);
  }

  /** Whether each service has acknowledged something since then. */
  allSince(at: number): boolean {
    return SERVICES.every(({ name }) => (this.#last.get(name) ?? 0) > at);
  }

  reset(): void {
    this.#longest = new Map();
  }

  /** Seconds. */
  longest(service: string): string {
    return ((this.#longest.get(service) ?? 0) / 1000).toFixed(1);
  }

  get totals(): readonly Line[] {
    return this.#totals;
  }
}

const one = (wanted: number) => (places: readonly string[]) => places.length === wanted;

/** Everything runs, in its role, on three members. */
function whole(s: Snapshot): boolean {
  return (
    members(s).length === NODES.length &&
    s.settled === true &&
    one(3)(placesOf(s, "galera-bundle", "Promoted")) &&
    one(3)(placesOf(s, "rabbitmq-bundle", "Started")) &&
    ["redis-bundle", "ovn-dbs-bundle"].every(
      (id) => one(1)(placesOf(s, id, "Promoted")) && one(2)(placesOf(s, id, "Unpromoted")),
    )
  );
}

function startClients(gaps: Gaps): ChildProcess {
  const argv = [`--net=/run/netns/${basename(LAB)}`, "--", process.execPath, ...process.execArgv, CLIENTS];
  const clients = spawn("nsenter", argv, { stdio: ["pipe", "pipe", "inherit"] });
  createInterface({ input: clients.stdout as NodeJS.ReadableStream }).on("line", (text) =>
    gaps.take(JSON.parse(text) as Line),
  );
  return clients;
}

/** What the writers need in the services. */
async function prepare(cluster: Cluster): Promise<void> {
  const snapshot = await cluster.read();
  const inService = async (service: string, role: "Promoted" | "Started", ...command: string[]) => {
    const [node] = placesOf(snapshot, `${service}-bundle`, role);
    if (node === undefined) throw new Error(`${service} runs nowhere`);
    const container = `$(podman ps -q --filter name=${service}-bundle-podman | head -1)`;
    return inNode(node, "sh", "-c", `podman exec ${container} "$@"`, "sh", ...command);
  };
  // An anonymous user of a node's name, as the installation makes one, would come before ours for connections from there.
  const anonymous = ["localhost", ...NODES].map((host) => `''@'${host}'`).join(", ");
  const sql = `drop user if exists ${anonymous}; create database ${DATABASE}; create table ${DATABASE}.written (n int primary key); grant all on ${DATABASE}.* to ${USER}@'%' identified by '${USER}'`;
  await inService("galera", "Promoted", "mysql", "-e", sql);
  await inService("rabbitmq", "Started", "rabbitmqctl", "add_user", USER, USER);
  await inService("rabbitmq", "Started", "rabbitmqctl", "set_permissions", USER, ".*", ".*", ".*");
}

/** The manifest of the lab with one more mount of Galera's. */
function withMount(directory: string, round: number): string {
  const file = join(directory, `mount-${round}.yaml`);
  const mount = `mounts: {galera-outage-${round}: "/etc/hostname:/etc/hostname.outage-${round}:ro"}`;
  writeFileSync(file, readFileSync(MANIFEST, "utf8").replace("galera: {", `galera: {${mount}, `));
  return file;
}

const directory = mkdtempSync(join(tmpdir(), "outages-"));
const rows: string[] = [];
const gaps = new Gaps();
mustRun(["lab", "up", "--image", "full"], { limit: 900_000 });
const address = `pacemaker+exec:${NODES.map((node) => `${LAB}/enter ${node}`).join(",")}`;
const cluster = await openCluster(address);
let clients: ChildProcess | undefined;
let failed = false;

async function run(round: number, drill: Drill): Promise<void> {
  const hands: Hands = {
    apply: (file) => void mustApply(file),
    manifestWithMount: () => withMount(directory, round),
    holdfast: (...argv) => mustRun([...argv, "-c", `lab:${LAB}`], { limit: 900_000 }),
    lab,
    inNode,
    places: async (id, role) => placesOf(await cluster.read(), id, role),
    settled: async (seconds) => {
      await sleep(3_000);
      await until(cluster, "nothing under way", seconds, (s) => s.settled === true);
    },
  };
  gaps.reset();
  const mark = logMark();
  const start = Date.now();
  const what = await drill.act(hands);
  const took = (Date.now() - start) / 1000;
  await sleep(2_000);
  const during = SERVICES.map(({ name }) => gaps.longest(name));
  const stops = slowestStop(mark);
  gaps.reset();
  await drill.undo?.(hands);
  const back = await until(cluster, `whole again after ${drill.name}`, 600, whole);
  const now = Date.now();
  await until(cluster, "every client is served", 120, () => gaps.allSince(now));
  const after = SERVICES.map(({ name }) => gaps.longest(name));
  const row = [`${drill.name} (${what})`, ...during, took.toFixed(0), stops, ...after, String(back)];
  rows.push(`| ${row.join(" | ")} |`);
  process.stdout.write(`${rows.at(-1)}\n`);
}

try {
  mustApply(MANIFEST);
  await until(cluster, "the control plane runs", 1_200, whole);
  await prepare(cluster);
  clients = startClients(gaps);
  const begun = Date.now();
  await until(cluster, "every client is served", 120, () => gaps.allSince(begun));
  const names = SERVICES.map(({ name }) => name);
  const heads = [
    "drill",
    ...names,
    "s",
    "slowest stop of a container",
    ...names.map((name) => `${name}, undone`),
    "whole",
  ];
  process.stdout.write(`| ${heads.join(" | ")} |\n|${heads.map(() => "---|").join("")}\n`);
  for (let round = 1; round <= Number(rounds); round++) for (const drill of chosen) await run(round, drill);
} catch (error) {
  failed = true;
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
} finally {
  if (clients !== undefined) {
    const ended = new Promise((resolve) => clients?.once("close", resolve));
    clients.stdin?.end();
    await Promise.race([ended, sleep(180_000)]);
    for (const { service, total } of gaps.totals) {
      process.stdout.write(`${service}: ${total?.acknowledged} acknowledged, ${total?.lost.length} of them lost\n`);
      failed ||= (service === "Galera" || service === "RabbitMQ") && total?.lost.length !== 0;
    }
    failed ||= gaps.totals.length < SERVICES.length;
  }
  await cluster.close();
  holdfast(["lab", "down", "--keep-images"]);
  rmSync(directory, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
