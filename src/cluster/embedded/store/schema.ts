/**
 * The store's tables, as the list of steps that made them what they are. A store carries the number of the last step it
 * has seen (`user_version`) and is brought up to date when it is opened. Steps are only ever added.
 */

import type { Database } from "better-sqlite3";
import { HoldfastError } from "../../error.ts";

/** Which events the fencing history follows from; of an index and of the question that it answers. */
export const FENCING_KINDS = "kind IN ('fencing', 'cleanup')";

/** Step n brings a store from schema n to schema n + 1. A new store begins with schema 0, which is empty. */
const MIGRATIONS: readonly ((db: Database) => void)[] = [
  (db) =>
    db.exec(`
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
`),
  timersAsRows,
  // Few of very many events, asked for with every status.
  (db) => db.exec(`CREATE INDEX event_fencing ON event (seq) WHERE ${FENCING_KINDS}`),
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/** The schema a store has; 0 for a new one. */
export function schemaOf(db: Database): number {
  return db.pragma("user_version", { simple: true }) as number;
}

/** Brings a store up to date, whole or not at all. Throws `unsupported` when a newer program wrote it. */
export function migrate(db: Database): void {
  db.transaction(() => {
    const found = schemaOf(db);
    refuseNewer(found);
    for (const step of MIGRATIONS.slice(found)) step(db);
    if (found < SCHEMA_VERSION) db.pragma(`user_version = ${SCHEMA_VERSION}`);
  }).immediate();
}

export function refuseNewer(found: number): void {
  if (found <= SCHEMA_VERSION) return;
  throw new HoldfastError(
    "unsupported",
    `the store has schema ${found}, and this holdfast knows schemas up to ${SCHEMA_VERSION}`,
    { hint: "a newer holdfast wrote it: use that one" },
  );
}

/** Timers were one row, a list of names and moments, rewritten by every step. */
function timersAsRows(db: Database): void {
  const row = db.prepare("SELECT value FROM engine WHERE key = 'timers'").get() as { value: string } | undefined;
  if (row === undefined) return;
  const insert = db.prepare("INSERT INTO engine (key, value) VALUES (?, ?)");
  for (const [name, at] of JSON.parse(row.value) as [string, number][]) {
    const timer = timerOf(name);
    if (timer !== undefined) insert.run(`timers/${name}`, JSON.stringify({ timer, at }));
  }
  db.prepare("DELETE FROM engine WHERE key = 'timers'").run();
}

function timerOf(name: string): object | undefined {
  const slash = name.indexOf("/");
  const [kind, rest] = slash < 0 ? [name, ""] : [name.slice(0, slash), name.slice(slash + 1)];
  switch (kind) {
    case "operation":
      return { kind, callId: Number(rest) };
    case "recurring":
      return { kind, key: rest };
    case "fence":
      return { kind, request: Number(rest) };
    case "recheck":
      return { kind };
    default:
      // A schedule is due at every start anyway.
      return undefined;
  }
}
