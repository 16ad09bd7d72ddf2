/** The client of a request learns whether it met a failure or a bug in the engine. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
