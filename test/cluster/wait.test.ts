/**
 * `holdfast wait` on a real cluster: begun at once after something broke, it never says Reached before the truth, and never
 * gives up what then comes back by itself. The truth is asked of the nodes. Takes ten minutes for ten drills.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openCluster } from "../../src/cluster/open.ts";
import type { Cluster } from "../../src/cluster/port.ts";
import { dc, lab, members, placesOf, until } from "./drills/view.ts";
import { addressFrom, NODES } from "./drills/writers.ts";
import { holdfast, holdfastMeanwhile, LAB, mustApply, mustRun } from "./holdfast.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/lab.yaml", import.meta.url));
const STATE = "state-bundle";
/** Seconds between what is broken and the question. */
const DELAYS = [0, 0.5, 2, 5];
const ON = ["-c", `lab:${LAB}`] as const;
const log: string[] = [];
let cluster: Cluster;

const isWhole = async (): Promise<boolean> => {
  const s = await cluster.read();
  return (
    s.doubt === undefined &&
    members(s).length === NODES.length &&
    placesOf(s, STATE, "Promoted").length === 1 &&
    placesOf(s, STATE, "Unpromoted").length === 2
  );
};

/** Asks after `delay` seconds, and holds the answer against what the cluster is then. */
async function asked(name: string, delay: number): Promise<void> {
  await sleep(delay * 1000);
  const begun = performance.now();
  const { status, out, err } = await holdfastMeanwhile(["wait", "--timeout", "200s", ...ON], 220_000);
  const after = ((performance.now() - begun) / 1000).toFixed(1);
  log.push(`${name}, asked ${delay} s later: ${status} after ${after} s`);
  expect(status, `${name}: ${out}${err}`).toBe(0);
  expect(await isWhole(), `${name}: reached after ${after} s, and it is not so`).toBe(true);
}

beforeAll(async () => {
  mustRun(["lab", "up"], { limit: 600_000 });
  mustApply(EXAMPLE);
  mustRun(["wait", "--timeout", "200s", ...ON], { limit: 220_000 });
  cluster = await openCluster(addressFrom(NODES[0]));
}, 1_000_000);

afterAll(async () => {
  await cluster?.close();
  holdfast(["lab", "down", "--keep-images"]);
  process.stdout.write(log.map((line) => `  ${line}\n`).join(""));
});

test.each(DELAYS)(
  "a node loses its power, asked %d s later",
  async (delay) => {
    const victim = NODES.find((n) => n !== NODES[0]) ?? NODES[0];
    await lab("crash", victim);
    await asked(`crash of ${victim}`, delay);
  },
  300_000,
);

test.each(DELAYS)(
  "the DC loses its power, asked %d s later",
  async (delay) => {
    const victim = dc(await cluster.read()) ?? NODES[0];
    await lab("crash", victim);
    await asked(`crash of the DC, ${victim}`, delay);
  },
  300_000,
);

test("a drained node runs nothing, and then nothing is left to do", async () => {
  const node = NODES[1] ?? NODES[0];
  mustRun(["node", "standby", node, ...ON]);
  mustRun(["wait", "--drained", node, "--timeout", "120s", ...ON], { limit: 140_000 });
  const there = ["Started", "Promoted", "Unpromoted"] as const;
  const s = await cluster.read();
  expect(there.flatMap((role) => placesOf(s, STATE, role))).not.toContain(node);
  expect(mustRun(["wait", "--timeout", "120s", ...ON], { limit: 140_000 })).toContain(`${node} is in standby`);
  mustRun(["node", "unstandby", node, ...ON]);
  await asked("out of standby", 0);
}, 400_000);

test("a node that was cut off and healed is waited for", async () => {
  const victim = NODES[2] ?? NODES[0];
  await lab("cut", victim);
  await until(cluster, "missed", 60, (s) => !members(s).includes(victim));
  await lab("heal", victim);
  await asked(`cut and heal of ${victim}`, 0);
}, 300_000);
