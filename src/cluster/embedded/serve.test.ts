/** The client of a request learns whether it met a failure or a bug in the engine. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { schedule } from "../../scheduler/schedule.ts";
import { HoldfastError } from "../error.ts";
import type { Cluster } from "../port.ts";
import { connectEmbedded } from "./client.ts";
import { startEmbedded } from "./open.ts";
import { serve } from "./serve.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-serve-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Asks for the history of a cluster that does this, through the socket. */
async function askHistory(history: Cluster["history"]): Promise<{ error: unknown; bugs: unknown[] }> {
  const engine = await startEmbedded({ directory: undefined, schedule });
  const bugs: unknown[] = [];
  const stop = await serve(directory, { ...engine.cluster, history }, (bug) => bugs.push(bug));
  const client = await connectEmbedded(directory);
  try {
    const error: unknown = await client.history().then(
      () => undefined,
      (caught: unknown) => caught,
    );
    // The engine keeps running.
    expect((await client.read()).live).toBe(true);
    return { error, bugs };
  } finally {
    await client.close();
    await stop();
    await engine.stop();
  }
}

test("a bug is logged by the engine, and an internal error for the client", async () => {
  const bug = new TypeError("rows is not iterable");
  const { error, bugs } = await askHistory(() => Promise.reject(bug));
  expect(error).toBeInstanceOf(HoldfastError);
  expect(error).toMatchObject({ code: "internal", message: "internal error in the engine: rows is not iterable" });
  expect(bugs).toEqual([bug]);
});

test("a failure arrives with its code, and is no bug", async () => {
  const full = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
  const { error, bugs } = await askHistory(() => Promise.reject(full));
  expect(error).toMatchObject({ code: "failed", message: "database or disk is full" });
  expect(bugs).toEqual([]);
});

/** A cluster behind a socket whose engine is asked by a client of little patience. */
async function impatient<T>(
  parts: (engine: Cluster) => Partial<Cluster>,
  patience: number,
  work: (client: Cluster) => Promise<T>,
): Promise<T> {
  const engine = await startEmbedded({ directory: undefined, schedule });
  const stop = await serve(directory, { ...engine.cluster, ...parts(engine.cluster) }, () => undefined);
  const client = await connectEmbedded(directory, { reading: patience, changing: patience, fencing: patience });
  try {
    return await work(client);
  } finally {
    await client.close();
    await stop();
    await engine.stop();
  }
}

test("no request waits without end for an engine that does not answer", async () => {
  const never = (): Promise<never> => new Promise(() => undefined);
  const parts = { read: never, identity: never, history: never, configurationAt: never, cleanup: never, fence: never };
  await impatient(
    () => parts,
    50,
    async (client) => {
      const requests: readonly (() => Promise<unknown>)[] = [
        () => client.read(),
        () => client.identity(),
        () => client.history(),
        () => client.configurationAt("0.1"),
        () => client.cleanup({ failedOnly: true, who: "me" }),
        () => client.fence("n1", "reboot", "me"),
      ];
      for (const request of requests) {
        const error: unknown = await request().catch((caught: unknown) => caught);
        expect(error).toMatchObject({ code: "timeout", message: expect.stringContaining("does not answer") });
      }
    },
  );
});

test("what was asked of an engine that stood still is not done once it continues", async () => {
  const cleaned: string[] = [];
  const cleanup: Cluster["cleanup"] = async ({ who }) => void cleaned.push(who);
  await impatient(
    () => ({ cleanup }),
    500,
    async (client) => {
      const asked = client.cleanup({ failedOnly: true, who: "late" }).catch((caught: unknown) => caught);
      // Engine and client are one process here: neither gets on.
      const end = Date.now() + 700;
      await new Promise((resolve) => setImmediate(resolve));
      while (Date.now() < end);
      expect(await asked).toMatchObject({ code: "timeout" });
      await new Promise((resolve) => setTimeout(resolve, 50));
      await client.cleanup({ failedOnly: true, who: "in time" });
    },
  );
  expect(cleaned).toEqual(["in time"]);
});

test("of a client that sends many requests at once a bounded number is taken, and all are answered", async () => {
  const engine = await startEmbedded({ directory: undefined, schedule });
  let open = 0;
  let most = 0;
  const history: Cluster["history"] = async () => {
    most = Math.max(most, ++open);
    await sleep(1);
    open--;
    return [];
  };
  const stop = await serve(directory, { ...engine.cluster, history }, () => undefined);
  const client = await connectEmbedded(directory);
  try {
    const asked = await Promise.all(Array.from({ length: 500 }, () => client.history()));
    expect(asked).toHaveLength(500);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(64);
  } finally {
    await client.close();
    await stop();
    await engine.stop();
  }
});
