/**
 * Random faults at random moments, in virtual time: whatever breaks, nothing runs in two places, and when all is
 * mended the cluster comes back by itself or after a cleanup. CHAOS_SEED repeats a run exactly.
 */

import { expect, test } from "vitest";
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { isIdle } from "../../src/cluster/embedded/engine/state.ts";
import { type RunningCluster, startEmbedded } from "../../src/cluster/embedded/open.ts";
import { formatFault } from "../../src/cluster/fault.ts";
import type { Fault } from "../../src/report/done/document.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { LONG } from "../long.ts";
import { CONTROLLERS, deckConfiguration } from "../stories/deck.ts";
import { randomFrom } from "./random.ts";

const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
const RUNS = Number(process.env.CHAOS_RUNS ?? "8");
const FAULTS = 6;
const BEGINNING = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

const SERVICES = ["redis", "galera", "ovndb_servers", "rabbitmq", "ip-10.0.0.101", "ip-172.17.1.74"];
const DEVICES = [...CONTROLLERS.map((n) => `fence-${n}`), "fence-pdu"];
const TASKS = ["start", "stop", "monitor", "promote", "demote"];

function randomFault(random: () => number, cluster: RunningCluster): Fault {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const containers = Object.values(cluster.world.state.processes).filter((p) => p.agent.endsWith(":podman"));
  switch (Math.floor(random() * 8)) {
    case 0:
      return { kind: "node-crash", node: pick(CONTROLLERS) };
    case 1:
      return { kind: "node-cut", node: pick(CONTROLLERS) };
    case 2:
      return { kind: "node-shutdown", node: pick(CONTROLLERS) };
    case 3:
      return { kind: "container-kill", container: containers.length === 0 ? "none" : pick(containers).rsc };
    case 4:
      return { kind: "fence-fail", device: pick(DEVICES) };
    case 5:
      return { kind: "start-fail", rsc: pick(SERVICES), count: 1 + Math.floor(random() * 2), node: undefined };
    case 6:
      return { kind: "hang", rsc: pick(SERVICES), task: pick(TASKS) };
    default:
      return { kind: "process-kill", rsc: pick(SERVICES), node: undefined };
  }
}

/** Breaks things, mends them all, and says what was done. */
async function ordeal(seed: number): Promise<{ readonly done: readonly string[]; readonly left: string }> {
  const random = randomFrom(seed);
  const cluster = await startEmbedded({
    directory: undefined,
    schedule,
    clock: () => virtualClock(BEGINNING),
    configuration: deckConfiguration(),
  });
  const { driver, world } = cluster;
  const wait = (ms: number) => driver.runUntil(() => false, driver.now + ms);
  const done: string[] = [];
  for (let i = 0; i < FAULTS; i++) {
    wait(Math.floor(random() * MINUTE));
    const fault = randomFault(random, cluster);
    const outcome = driver.inject(fault, "chaos");
    done.push(`${((driver.now - BEGINNING) / 1000).toFixed(1)} ${formatFault(fault)}${outcome.ok ? "" : " (in vain)"}`);
  }
  wait(MINUTE);
  for (const device of DEVICES) driver.inject({ kind: "fence-heal", device }, "chaos");
  world.state.hangs = [];
  world.state.startFails = {};
  for (let again = 0; again < 3; again++) {
    for (const node of CONTROLLERS) {
      driver.inject({ kind: "node-heal", node }, "chaos");
      driver.inject({ kind: "node-return", node }, "chaos");
    }
    driver.submit({ kind: "cleanup", request: 0, who: "chaos", rsc: undefined, node: undefined, failedOnly: true });
    wait(6 * MINUTE);
  }
  driver.settle(driver.now + 30 * MINUTE);
  const processes = Object.values(world.state.processes);
  const promoted = (rsc: string) => processes.filter((p) => p.rsc === rsc && p.promoted).length;
  const ips = processes.filter((p) => p.rsc.startsWith("ip-")).length;
  const left = [
    isIdle(driver.state) ? "" : "not idle",
    ...world.state.violations,
    promoted("galera") === 3 ? "" : `${promoted("galera")} galera promoted`,
    promoted("redis") === 1 ? "" : `${promoted("redis")} redis promoted`,
    promoted("ovndb_servers") === 1 ? "" : `${promoted("ovndb_servers")} ovn promoted`,
    ips === 7 ? "" : `${ips} addresses`,
  ];
  await cluster.stop();
  return { done, left: left.filter((text) => text !== "").join("; ") };
}

test(`${RUNS} random ordeals`, LONG, async () => {
  console.log(`CHAOS_SEED=${SEED} CHAOS_RUNS=${RUNS}`);
  for (let run = 0; run < RUNS; run++) {
    const { done, left } = await ordeal(SEED + run);
    expect(left, `CHAOS_SEED=${SEED + run} CHAOS_RUNS=1\n${done.join("\n")}`).toBe("");
  }
});

test(
  "a connection that breaks before its first monitor is found broken, and the cluster does not spin",
  LONG,
  async () => {
    expect((await ordeal(627_846)).left).toBe("");
  },
);
