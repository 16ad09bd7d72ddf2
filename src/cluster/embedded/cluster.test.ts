import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { eventually } from "../../../test/eventually.ts";
import { deckConfiguration } from "../../../test/stories/deck.ts";
import { schedule } from "../../scheduler/schedule.ts";
import { clusterContract, contractConfiguration, type Subject } from "../contract.testing.ts";
import { openCluster } from "../open.ts";
import type { Capability } from "../port.ts";
import { realClock } from "./clock.ts";
import { openEmbedded, type RunningCluster, startEmbedded } from "./open.ts";

const ALL: readonly Capability[] = ["commit", "events", "cleanup", "fence", "inject", "history"];

function directory(): string {
  return mkdtempSync(join(tmpdir(), "holdfast-embedded-"));
}

async function start(dir: string | undefined): Promise<RunningCluster> {
  const running = await startEmbedded({ directory: dir, schedule, configuration: contractConfiguration() });
  running.driver.start();
  return running;
}

clusterContract("embedded, in its own process", ALL, async (): Promise<Subject> => {
  const running = await start(undefined);
  return { cluster: running.cluster, dispose: () => running.stop() };
});

clusterContract("embedded, through its socket", ALL, async (): Promise<Subject> => {
  const dir = directory();
  const running = await start(dir);
  const cluster = await openCluster(`embedded:${dir}`);
  const dispose = async () => {
    await cluster.close();
    await running.stop();
    rmSync(dir, { recursive: true });
  };
  return { cluster, dispose };
});

clusterContract("embedded, its engine down", ["history"], async (): Promise<Subject> => {
  const dir = directory();
  await (await start(dir)).stop();
  const cluster = await openCluster(`embedded:${dir}`);
  const dispose = async () => {
    await cluster.close();
    rmSync(dir, { recursive: true });
  };
  return { cluster, dispose };
});

describe("an embedded cluster", () => {
  test("has one engine at a time", async () => {
    const dir = directory();
    const running = await start(dir);
    await expect(start(dir)).rejects.toMatchObject({ code: "busy" });
    await running.stop();
    await (await start(dir)).stop();
    rmSync(dir, { recursive: true });
  });

  test("keeps its store and socket to its user", async () => {
    const dir = directory();
    const running = await start(dir);
    expect(statSync(join(dir, "cluster.db")).mode & 0o777).toBe(0o600);
    expect(statSync(join(dir, "socket")).mode & 0o777).toBe(0o600);
    await running.stop();
    rmSync(dir, { recursive: true });
  });

  test("continues where it was, however it ended", async () => {
    const dir = directory();
    const configuration = deckConfiguration();
    const fast = (at: number | undefined) => realClock({ speed: 200, ...(at === undefined ? {} : { start: at }) });
    const first = await startEmbedded({ directory: dir, schedule, configuration, clock: fast });
    first.driver.start();
    await new Promise((resolve) => setTimeout(resolve, 150));
    await first.stop();
    const second = await startEmbedded({ directory: dir, schedule, clock: fast });
    expect(second.resumed).toBe(true);
    second.driver.start();
    const promoted = () => Object.values(second.world.state.processes).filter((p) => p.promoted).length;
    const isUp = async () => promoted() >= 5 && (await second.cluster.read()).settled === true;
    await eventually("all is promoted and settled", isUp);
    expect(second.world.state.violations).toEqual([]);
    await second.stop();
    rmSync(dir, { recursive: true });
  });

  test("is missing in an empty folder, and makes nothing by looking", async () => {
    const dir = directory();
    await expect(openEmbedded(join(dir, "none"))).rejects.toMatchObject({ code: "missing" });
    expect(() => statSync(join(dir, "none"))).toThrow();
    rmSync(dir, { recursive: true });
  });

  test("hangs up on those who talk nonsense, and serves the others", async () => {
    const dir = directory();
    const running = await start(dir);
    const socket = createConnection(join(dir, "socket"));
    await new Promise((resolve) => {
      socket.on("close", resolve);
      socket.write("GET / HTTP/1.1\n");
    });
    const cluster = await openEmbedded(dir);
    expect((await cluster.identity()).running).toBe(true);
    await cluster.close();
    await running.stop();
    rmSync(dir, { recursive: true });
  });
});
