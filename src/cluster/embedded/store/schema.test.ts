import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { printXml } from "../../../cib/xml/print.ts";
import { get } from "../../../cib/xml/tree.ts";
import { schedule } from "../../../scheduler/schedule.ts";
import { contractConfiguration } from "../../contract.testing.ts";
import { virtualClock } from "../clock.ts";
import type { Operation } from "../engine/state.ts";
import { newCib } from "../new-cib.ts";
import { openEmbedded, startEmbedded } from "../open.ts";
import { SCHEMA_VERSION } from "./schema.ts";
import { Store } from "./store.ts";

const START = Date.UTC(2026, 0, 1);

/** The tables as the first release made them. */
const SCHEMA_1 = `
CREATE TABLE version (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  admin_epoch INTEGER NOT NULL, epoch INTEGER NOT NULL, num_updates INTEGER NOT NULL,
  at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
  snapshot BLOB, delta TEXT,
  CHECK ((snapshot IS NULL) <> (delta IS NULL))
);
CREATE TABLE configuration (
  admin_epoch INTEGER NOT NULL, epoch INTEGER NOT NULL,
  at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
  xml BLOB NOT NULL,
  PRIMARY KEY (admin_epoch, epoch)
) WITHOUT ROWID;
CREATE TABLE event (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE engine (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE world (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL);
PRAGMA user_version = 1;
`;

const TIMERS = [
  ["operation/7", START + 20_000],
  ["recurring/one/r_monitor_10000", START + 5000],
  // The first release left some behind when a monitor was cancelled.
  ["operation/5", START + 1000],
  ["fence/9", START + 60_000],
  ["recheck", START + 900_000],
  ["schedule", START],
];

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-schema-"));
  file = join(directory, "cluster.db");
});
afterEach(() => rmSync(directory, { recursive: true }));

function makeOldStore(): void {
  const db = new Database(file);
  db.pragma("journal_mode = WAL");
  db.exec(SCHEMA_1);
  const cib = deflateRawSync(printXml(newCib(contractConfiguration()), { indent: 0 }));
  db.prepare(
    "INSERT INTO version (admin_epoch, epoch, num_updates, at, who, why, snapshot) VALUES (0, 1, 0, ?, 'engine', 'start', ?)",
  ).run(START, cib);
  const row = db.prepare("INSERT INTO engine (key, value) VALUES (?, ?)");
  row.run("timers", JSON.stringify(TIMERS));
  const operation: Operation = {
    callId: 6,
    actionId: 1,
    transition: 1,
    targetRc: 0,
    node: "one",
    nodeId: "1",
    host: "one",
    rsc: { id: "r", class: "ocf", provider: "pacemaker", type: "Dummy" },
    container: undefined,
    task: "monitor",
    intervalMs: 10_000,
    timeoutMs: 20_000,
    startDelayMs: 0,
    attributes: {},
    startedAt: START,
  };
  const recurring = { operation, lastRc: 0, lastStatus: 0, inFlight: 7 };
  row.run("recurring/one/r_monitor_10000", JSON.stringify(recurring));
  row.run("self", JSON.stringify({ now: START, uuid: "u", nextCallId: 10, nextTransition: 3, fenceFailures: [] }));
  db.close();
}

function versionOfFile(): number {
  const db = new Database(file, { readonly: true });
  try {
    return db.pragma("user_version", { simple: true }) as number;
  } finally {
    db.close();
  }
}

test("an old store is brought up to date, and keeps what it knows", () => {
  makeOldStore();
  const store = new Store(directory);
  const state = store.recover()?.state;
  expect([...(state?.timers.values() ?? [])].sort((a, b) => a.at - b.at)).toEqual([
    { timer: { kind: "recurring", key: "one/r_monitor_10000" }, at: START + 5000 },
    { timer: { kind: "operation", callId: 7 }, at: START + 20_000 },
    { timer: { kind: "recheck" }, at: START + 900_000 },
  ]);
  expect(state).toMatchObject({ now: START, nextCallId: 10, nextTransition: 3 });
  store.close();
  expect(versionOfFile()).toBe(SCHEMA_VERSION);
  // Opened again, there is nothing left to do.
  const again = new Store(directory);
  expect(again.recover()?.state.timers.size).toBe(3);
  again.close();
});

test("an engine runs on an old store", async () => {
  makeOldStore();
  const running = await startEmbedded({ directory, schedule, listen: false, clock: () => virtualClock(START) });
  expect(running.resumed).toBe(true);
  running.driver.settle(START + 60_000);
  expect([...running.driver.state.nodes.values()].every((n) => n.member)).toBe(true);
  await running.stop();
});

test("reading an old store leaves it as it is", async () => {
  makeOldStore();
  const before = readFileSync(file);
  const cluster = await openEmbedded(directory);
  expect(get((await cluster.read()).cib, "epoch")).toBe("1");
  await cluster.close();
  expect(readFileSync(file).equals(before)).toBe(true);
});

test.each([true, false])("a store of a newer schema is refused, and left alone (only to be read: %s)", (readOnly) => {
  new Store(directory).close();
  const db = new Database(file);
  db.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
  db.close();
  expect(() => new Store(directory, { readOnly })).toThrow(
    expect.objectContaining({
      code: "unsupported",
      message: `the store has schema ${SCHEMA_VERSION + 1}, and this holdfast knows schemas up to ${SCHEMA_VERSION}`,
    }),
  );
  expect(versionOfFile()).toBe(SCHEMA_VERSION + 1);
});
