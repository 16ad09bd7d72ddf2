/** Files of a running engine that are removed, replaced or links: no two engines write on one store, and none writes nowhere. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { schedule } from "../../../scheduler/schedule.ts";
import { contractConfiguration } from "../../contract.testing.ts";
import { HoldfastError } from "../../error.ts";
import { realClock } from "../clock.ts";
import { openEmbedded, type RunningCluster, startEmbedded } from "../open.ts";

let directory: string;
const running: RunningCluster[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-owner-"));
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
  rmSync(directory, { recursive: true, force: true });
});

interface Engine extends RunningCluster {
  /** Resolves with why it could not go on. */
  readonly stuck: Promise<unknown>;
}

async function start(): Promise<Engine> {
  let tell = (_: unknown): void => undefined;
  const stuck = new Promise<unknown>((resolve) => {
    tell = resolve;
  });
  const started = await startEmbedded({
    directory,
    schedule,
    clock: () => realClock({ speed: 200 }),
    configuration: contractConfiguration(),
    onBug: tell,
  });
  running.push(started);
  started.driver.start();
  return { ...started, stuck };
}

async function ended(engine: Engine): Promise<HoldfastError> {
  const error = await Promise.race([engine.stuck, sleep(20_000)]);
  if (!(error instanceof HoldfastError)) throw new Error(`it continued, or ended otherwise: ${String(error)}`);
  return error;
}

const committed = async (who: string): Promise<string> => {
  const cluster = await openEmbedded(directory);
  try {
    return (await cluster.identity()).running ? who : "nobody";
  } finally {
    await cluster.close();
  }
};

test("a second engine takes the cluster over when the lock was removed, and the first ends", async () => {
  const first = await start();
  await sleep(300);
  rmSync(join(directory, "engine.lock"));
  const second = await start();
  expect(second.resumed).toBe(true);
  expect(await ended(first)).toMatchObject({ code: "busy", message: expect.stringContaining("has taken over") });
  await first.stop();
  expect(existsSync(join(directory, "socket"))).toBe(true);
  expect(existsSync(join(directory, "engine.lock"))).toBe(true);
  expect(await committed("second")).toBe("second");
  const refused = await Promise.race([second.stuck, sleep(1500, "continues")]);
  expect(refused).toBe("continues");
});

test("an engine whose lock alone was removed continues", async () => {
  const engine = await start();
  rmSync(join(directory, "engine.lock"));
  expect(await Promise.race([engine.stuck, sleep(1500, "continues")])).toBe("continues");
});

test.each([
  ["removed", () => rmSync(directory, { recursive: true })],
  ["moved away", () => renameSync(directory, `${directory}-old`)],
  [
    "replaced by a copy",
    () => {
      cpSync(directory, `${directory}-old`, { recursive: true, filter: (path) => !path.endsWith("socket") });
      rmSync(directory, { recursive: true });
      cpSync(`${directory}-old`, directory, { recursive: true });
    },
  ],
])("an engine ends when its directory was %s", async (_, happens) => {
  const engine = await start();
  await sleep(300);
  happens();
  expect(await ended(engine)).toMatchObject({
    code: "missing",
    message: expect.stringContaining("removed or replaced"),
  });
  rmSync(`${directory}-old`, { recursive: true, force: true });
});

test.each(["cluster.db", "cluster.db-wal", "engine.lock", "socket"])("%s is not followed as a link", async (name) => {
  const elsewhere = join(directory, "elsewhere");
  mkdirSync(elsewhere);
  const link = join(directory, name);
  symlinkSync(join(elsewhere, "target"), link);
  await expect(start()).rejects.toMatchObject({ code: "forbidden", message: `${link} is a symbolic link` });
  expect(existsSync(join(elsewhere, "target"))).toBe(false);
});
