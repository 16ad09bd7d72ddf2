/**
 * Sixty random changes of a real cluster: what `plan` foretells of each, held against what the DC computed and had the
 * nodes do. PREDICTION_SEED draws others. Takes four minutes.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openCluster } from "../../src/cluster/open.ts";
import { dcOf } from "../../src/cluster/pacemaker/identity.ts";
import type { Cluster } from "../../src/cluster/port.ts";
import { Random } from "../differential/random.ts";
import { addressFrom, NODES } from "./drills/writers.ts";
import { holdfast, mustRun } from "./holdfast.ts";
import type { Configuration } from "./prediction/configuration.ts";
import { drawChange } from "./prediction/draw.ts";
import { type Judgement, judge } from "./prediction/judge.ts";
import { type Change, change } from "./prediction/predict.ts";
import { FIRST } from "./prediction/services.ts";

const SEED = Number(process.env.PREDICTION_SEED ?? 1);
const CHANGES = 60;
const log: string[] = [];
let cluster: Cluster;

beforeAll(async () => {
  mustRun(["lab", "up"], { limit: 600_000 });
  cluster = await openCluster(addressFrom(NODES[0]));
}, 660_000);

afterAll(async () => {
  await cluster?.close();
  holdfast(["lab", "down", "--keep-images"]);
  process.stdout.write(log.map((line) => `  ${line}\n`).join(""));
});

async function made(configuration: Configuration): Promise<(Change & Judgement) | undefined> {
  const dc = dcOf((await cluster.read()).cib) ?? "";
  const done = await change(cluster, dc, configuration);
  return done === undefined ? undefined : { ...done, ...judge(dc, done) };
}

test(`what is foretold of ${CHANGES} random changes is what the cluster does (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  let configuration = FIRST;
  const first = await made(configuration);
  expect(first?.wrong).toEqual([]);
  const wrong: string[] = [];
  const counts = { exact: 0, operations: 0, transitions: 0 };
  const start = performance.now();
  for (let n = 1; n <= CHANGES; ) {
    const drawn = drawChange(random, configuration);
    configuration = drawn.configuration;
    const done = await made(configuration);
    if (done === undefined) continue; // One part took back another.
    const times = `${done.transitions.length} transition${done.transitions.length === 1 ? "" : "s"}, ${done.seconds.toFixed(1)} s`;
    log.push(`${n}. ${drawn.what}: ${done.plan.operations.length} operations, ${times}`);
    if (!done.exact) {
      log.push(`   interrupted by ${done.plan.interruptions.map((i) => `${i.kind} ${i.resource}`).join(", ")}`);
      log.push(`   not done: ${done.missing.join(", ")}`, `   instead: ${done.besides.join(", ")}`);
    }
    counts.exact += Number(done.exact);
    counts.operations += done.plan.operations.length;
    counts.transitions += done.transitions.length;
    wrong.push(...done.wrong.map((text) => `${n}. ${drawn.what}: ${text}`));
    n++;
  }
  const seconds = Math.round((performance.now() - start) / 1000);
  log.push(
    `${CHANGES} changes (seed ${SEED}) in ${seconds} s: ${counts.operations} operations in ${counts.transitions} transitions;`,
    `${counts.exact} done exactly as planned, ${CHANGES - counts.exact} planned anew where the plan said so, ${wrong.length} wrong`,
  );
  expect(wrong).toEqual([]);
}, 1_500_000);
