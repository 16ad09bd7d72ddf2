/** A store that was damaged is refused as such, with what to do; it is no bug, and nothing of it is thrown away. */
import { existsSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { schedule } from "../../../scheduler/schedule.ts";
import { contractConfiguration } from "../../contract.testing.ts";
import { virtualClock } from "../clock.ts";
import { openEmbedded, startEmbedded } from "../open.ts";

const START = Date.UTC(2026, 0, 1);

let directory: string;
let file: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-damage-"));
  file = join(directory, "cluster.db");
  const running = await start();
  running.driver.settle(START + 60_000);
  await running.stop();
});
afterEach(() => rmSync(directory, { recursive: true }));

function start(): ReturnType<typeof startEmbedded> {
  const clock = () => virtualClock(START);
  return startEmbedded({ directory, schedule, listen: false, clock, configuration: contractConfiguration() });
}

function sql(statement: string): void {
  const db = new Database(file);
  db.exec(statement);
  db.close();
}

function leaveLog(take: () => void): void {
  take();
  writeFileSync(`${file}-wal`, "log");
}

const DAMAGES: readonly [string, () => void][] = [
  ["an emptied file with its log", () => leaveLog(() => truncateSync(file))],
  ["a removed file with its log", () => leaveLog(() => rmSync(file))],
  ["no database", () => writeFileSync(file, "x".repeat(5000))],
  ["a database that was cut off", () => truncateSync(file, 6000)],
  ["a version that is missing", () => sql("DELETE FROM version WHERE seq = (SELECT max(seq) - 1 FROM version)")],
  ["a damaged difference", () => sql("UPDATE version SET delta = '{\"c\":[[' WHERE delta IS NOT NULL")],
  ["a damaged whole CIB", () => sql("UPDATE version SET snapshot = x'00ff' WHERE snapshot IS NOT NULL")],
  ["a damaged row of the engine", () => sql("UPDATE engine SET value = '{' WHERE key = 'self'")],
  ["a damaged world", () => sql("UPDATE world SET body = '{'")],
];

test.each(DAMAGES)("an engine refuses %s", async (_, damage) => {
  damage();
  await expect(start()).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining("the store is damaged: "),
    hint: expect.stringContaining("bring its directory back from a copy"),
  });
  // The directory is free again.
  expect(existsSync(join(directory, "engine.lock"))).toBe(false);
});

test("a log without its store is left as it is", async () => {
  rmSync(file);
  writeFileSync(`${file}-wal`, "log");
  await expect(start()).rejects.toMatchObject({ code: "invalid" });
  expect(statSync(`${file}-wal`).size).toBe(3);
});

test("what a stopped cluster's reader finds damaged is refused alike", async () => {
  truncateSync(file);
  await expect(openEmbedded(directory)).rejects.toMatchObject({ code: "invalid" });
});
