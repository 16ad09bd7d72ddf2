import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endRemembered, identify, recall, remember, startDetached } from "./process.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "holdfast-lab-process-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test("a remembered process is ended, and forgotten", async () => {
  const file = join(directory, "pid");
  const found = identify(startDetached(["sleep", "60"], join(directory, "log")));
  if (found === undefined) throw new Error("sleep does not run");
  await remember(file, found);
  expect(await recall(file)).toEqual(found);
  await endRemembered(file, true);
  expect(identify(found.pid)).toBeUndefined();
  expect(await recall(file)).toBeUndefined();
});

test("a number that now belongs to another process is not ours", async () => {
  const file = join(directory, "other");
  await remember(file, { pid: process.pid, started: "1" });
  expect(await recall(file)).toBeUndefined();
  await endRemembered(file, false);
});
