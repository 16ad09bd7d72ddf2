/**
 * `npm run outages [-- ROUNDS [DRILL...]]`: on the lab's full control plane, under clients that write all the time, drains each node,
 * edits a mount, crashes and cuts a node, kills each service where it is promoted, and prints how long each client had no
 * answer, and what of the acknowledged was lost. As root; about 25 minutes a round on a calm machine.
 */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openCluster } from "../../src/cluster/open.ts";
import { inNode, lab, placesOf, until } from "../cluster/drills/view.ts";
import { addressFrom } from "../cluster/drills/writers.ts";
import { holdfast, LAB, mustRun, mustRunMeanwhile } from "../cluster/holdfast.ts";
import { logMark } from "../cluster/work.ts";
import { NODES, underWriters, whole, withMount } from "./control-plane.ts";
import { DRILLS, type Drill, type Hands } from "./drills.ts";
import { endClients, Gaps, totalText } from "./gaps.ts";
import { SERVICES } from "./services.ts";
import { slowestStop } from "./stops.ts";

const [rounds = "2", ...only] = process.argv.slice(2);
/** Those whose name begins with one of the words that were given, or all that leave the services as they were. */
const chosen = DRILLS.filter(({ name, ruins }) =>
  only.length === 0 ? ruins !== true : only.some((word) => name.startsWith(word)),
);

const ON = ["-c", `lab:${LAB}`] as const;
const directory = mkdtempSync(join(tmpdir(), "outages-"));
const rows: string[] = [];
const gaps = new Gaps();
mustRun(["lab", "up", "--image", "full"], { limit: 900_000 });
const cluster = await openCluster(addressFrom(NODES[0]));
let clients: ChildProcess | undefined;
let failed = false;

async function run(round: number, drill: Drill): Promise<void> {
  const hands: Hands = {
    apply: async (file) => void (await mustRunMeanwhile(["apply", file, "--yes", ...ON])),
    manifestWithMount: (name) => withMount(directory, `${name}-${round}`),
    // The writers' lines are read meanwhile: nothing may wait here.
    holdfast: (...argv) => mustRunMeanwhile([...argv, ...ON], 900_000),
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
  clients = await underWriters(cluster, gaps, 1_200);
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
    await endClients(clients);
    for (const total of gaps.totals) {
      process.stdout.write(`${totalText(total)}\n`);
      failed ||= (total.service === "Galera" || total.service === "RabbitMQ") && total.lost?.length !== 0;
    }
    failed ||= gaps.totals.length < SERVICES.length;
  }
  await cluster.close();
  holdfast(["lab", "down", "--keep-images"]);
  rmSync(directory, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
