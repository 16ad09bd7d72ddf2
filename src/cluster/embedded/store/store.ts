/**
 * The embedded cluster's memory: one SQLite file. Every version of the CIB with who, when and why (configurations for
 * ever, status for a while), what happened, what the engine was doing, and the simulated outside. What one step
 * changes becomes durable together, before its effects are carried out or reported.
 */

import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Database, Statement } from "better-sqlite3";
import { parseVersion } from "../../../cib/patch/version.ts";
import { parseXml } from "../../../cib/xml/parse.ts";
import { printXml } from "../../../cib/xml/print.ts";
import { child, type Element, get } from "../../../cib/xml/tree.ts";
import type { ClusterEvent, ClusterEventBody } from "../../../report/events/event.ts";
import { makeDirectory } from "../../make-directory.ts";
import type { EngineState } from "../engine/state.ts";
import { damaged, refuseLogAlone, undamaged } from "./damage.ts";
import { applyDelta, type Delta, makeDelta } from "./delta.ts";
import { engineRows, readEngine } from "./engine-rows.ts";
import { opened, upToDate } from "./open-database.ts";
import { Ownership, refuseLinks } from "./ownership.ts";
import { FENCING_KINDS, migrate } from "./schema.ts";

/** A whole CIB is written after so many differences. */
const SNAPSHOT_EVERY = 250;

const EVENTS_KEPT = 200_000;

export interface VersionRecord {
  readonly version: string;
  readonly at: number;
  readonly who: string;
  readonly why: string;
}

export interface Recovered {
  readonly state: EngineState;
  readonly world: string | undefined;
}

interface EventRow {
  readonly seq: number;
  readonly at: number;
  readonly body: string;
}

const eventOf = ({ seq, at, body }: EventRow): ClusterEvent => ({
  seq,
  at,
  event: JSON.parse(body) as ClusterEventBody,
});

export class Store {
  private readonly db: Database;
  /** Undefined when it is only read. */
  private readonly ownership: Ownership | undefined;
  private sinceSnapshot = 0;
  private lastEvent: number;

  /** `directory` undefined: in memory. Throws `missing` when it is opened for reading only and does not exist. */
  constructor(directory: string | undefined, options: { readonly readOnly?: boolean } = {}) {
    const readOnly = options.readOnly === true;
    if (directory !== undefined && !readOnly) makeDirectory(directory, 0o700);
    const file = directory === undefined ? ":memory:" : join(directory, "cluster.db");
    // Made for its user alone from the first moment, and SQLite makes the files beside it alike.
    if (directory !== undefined) {
      refuseLinks(directory);
      refuseLogAlone(file);
    }
    if (directory !== undefined && !readOnly) closeSync(openSync(file, "a", 0o600));
    const db = opened(file, readOnly);
    try {
      if (readOnly) this.db = undamaged(() => upToDate(db));
      else {
        undamaged(() => {
          db.pragma("journal_mode = WAL");
          db.pragma("synchronous = FULL");
          migrate(db);
        });
        this.db = db;
        this.ownership = undamaged(() => new Ownership(db, directory === undefined ? undefined : file));
      }
    } catch (error) {
      db.close();
      throw error;
    }
    this.lastEvent = (this.db.prepare("SELECT max(seq) AS seq FROM event").get() as { seq: number | null }).seq ?? 0;
  }

  /** Makes one step durable, and numbers its events. When it throws, nothing of the step was written. */
  commit(before: EngineState | undefined, after: EngineState, reported: readonly ClusterEventBody[]): ClusterEvent[] {
    const events = reported.map((event, i): ClusterEvent => ({ seq: this.lastEvent + i + 1, at: after.now, event }));
    this.transaction(() => {
      if (before === undefined || before.cib !== after.cib) this.writeCib(before?.cib, after, reported);
      for (const [key, value] of engineRows(before, after)) {
        if (value === undefined) this.statement("DELETE FROM engine WHERE key = ?").run(key);
        else
          this.statement(
            "INSERT INTO engine (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
          ).run(key, value);
      }
      for (const { seq, at, event } of events) {
        this.statement("INSERT INTO event (seq, at, kind, body) VALUES (?, ?, ?, ?)").run(
          seq,
          at,
          event.kind,
          JSON.stringify(event),
        );
      }
    });
    this.lastEvent += events.length;
    return events;
  }

  saveWorld(body: string): void {
    this.transaction(() =>
      this.statement(
        "INSERT INTO world (id, body) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
      ).run(body),
    );
  }

  /** Throws when the store is this engine's no more: `missing` when its file is gone, `busy` when another has it. */
  check(): void {
    this.ownership?.check();
  }

  /** What the last life of the engine left; undefined in a new store. */
  recover(): Recovered | undefined {
    return undamaged(() => this.readAll());
  }

  private readAll(): Recovered | undefined {
    const cib = this.readCib();
    if (cib === undefined) return undefined;
    const rows = this.db.prepare("SELECT key, value FROM engine").all() as { key: string; value: string }[];
    const world = this.db.prepare("SELECT body FROM world WHERE id = 1").get() as { body: string } | undefined;
    return { state: readEngine(cib, new Map(rows.map((r) => [r.key, r.value]))), world: world?.body };
  }

  currentCib(): Element | undefined {
    return undamaged(() => this.readCib());
  }

  private readCib(): Element | undefined {
    const snapshot = this.db
      .prepare("SELECT seq, snapshot FROM version WHERE snapshot IS NOT NULL ORDER BY seq DESC LIMIT 1")
      .get() as { seq: number; snapshot: Buffer } | undefined;
    if (snapshot === undefined) return undefined;
    let cib = unpack(snapshot.snapshot);
    const deltas = this.db.prepare("SELECT seq, delta FROM version WHERE seq > ? ORDER BY seq").all(snapshot.seq) as {
      seq: number;
      delta: string;
    }[];
    for (const [i, { seq, delta }] of deltas.entries()) {
      if (seq !== snapshot.seq + i + 1) throw damaged(`version ${snapshot.seq + i + 1} of the CIB is missing`);
      cib = applyDelta(cib, JSON.parse(delta) as Delta);
    }
    this.sinceSnapshot = deltas.length;
    return cib;
  }

  events(after: number, limit: number): ClusterEvent[] {
    const rows = this.db
      .prepare("SELECT seq, at, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?")
      .all(after, limit) as EventRow[];
    return undamaged(() => rows.map(eventOf));
  }

  /** Those from which the fencing history follows, oldest first. */
  fencingEvents(): ClusterEvent[] {
    const rows = this.db
      .prepare(`SELECT seq, at, body FROM event WHERE ${FENCING_KINDS} ORDER BY seq`)
      .all() as EventRow[];
    return undamaged(() => rows.map(eventOf));
  }

  /** Sequence number of the last event. */
  get eventCount(): number {
    return this.lastEvent;
  }

  /** Every configuration there was, newest first. */
  history(): VersionRecord[] {
    const rows = this.db
      .prepare("SELECT admin_epoch, epoch, at, who, why FROM configuration ORDER BY at DESC, epoch DESC")
      .all() as {
      admin_epoch: number;
      epoch: number;
      at: number;
      who: string;
      why: string;
    }[];
    return rows.map((r) => ({ version: `${r.admin_epoch}.${r.epoch}`, at: r.at, who: r.who, why: r.why }));
  }

  /** The configuration of a version such as `0.17`. */
  configuration(version: string): Element | undefined {
    const wanted = parseVersion(version);
    if (wanted === undefined) return undefined;
    const row = this.db
      .prepare("SELECT xml FROM configuration WHERE admin_epoch = ? AND epoch = ?")
      .get(wanted.adminEpoch, wanted.epoch) as { xml: Buffer } | undefined;
    return row === undefined ? undefined : undamaged(() => unpack(row.xml));
  }

  close(): void {
    this.db.close();
  }

  private writeCib(before: Element | undefined, after: EngineState, reported: readonly ClusterEventBody[]): void {
    const { cib } = after;
    const { who, why } = authorOf(reported);
    const numbers = [Number(get(cib, "admin_epoch") ?? "0"), Number(get(cib, "epoch") ?? "0")] as const;
    const whole = before === undefined || this.sinceSnapshot >= SNAPSHOT_EVERY;
    this.sinceSnapshot = whole ? 0 : this.sinceSnapshot + 1;
    const info = this.statement(
      "INSERT INTO version (admin_epoch, epoch, num_updates, at, who, why, snapshot, delta) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    ).run(
      ...numbers,
      Number(get(cib, "num_updates") ?? "0"),
      after.now,
      who,
      why,
      whole ? pack(cib) : null,
      whole ? null : JSON.stringify(makeDelta(before, cib)),
    );
    const configuration = child(cib, "configuration");
    if (configuration !== undefined && (before === undefined || child(before, "configuration") !== configuration)) {
      this.statement(
        "INSERT INTO configuration (admin_epoch, epoch, at, who, why, xml) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (admin_epoch, epoch) DO UPDATE SET xml = excluded.xml",
      ).run(...numbers, after.now, who, why, pack(configuration));
    }
    // Events are kept for long, status churn back to the snapshot before this one.
    if (whole) this.statement("DELETE FROM event WHERE seq < ?").run(this.lastEvent - EVENTS_KEPT);
    if (whole)
      this.statement("DELETE FROM version WHERE seq < ?").run(Number(info.lastInsertRowid) - SNAPSHOT_EVERY - 1);
  }

  private readonly prepared = new Map<string, Statement>();

  private statement(sql: string): Statement {
    const known = this.prepared.get(sql);
    if (known !== undefined) return known;
    const made = this.db.prepare(sql);
    this.prepared.set(sql, made);
    return made;
  }

  private transaction(work: () => void): void {
    this.db
      .transaction(() => {
        this.check();
        work();
      })
      .immediate();
  }
}

/** Who changed the CIB in a step, and why: a client's commit names both, a write of an agent is an event. */
function authorOf(reported: readonly ClusterEventBody[]): { readonly who: string; readonly why: string } {
  for (const event of reported) {
    if (event.kind === "configuration") return { who: event.who, why: event.why };
    if (event.kind === "property") return { who: "agent", why: `property ${event.name}` };
    if (event.kind === "attribute") return { who: "agent", why: `attribute ${event.name} of ${event.node}` };
  }
  return { who: "engine", why: reported[0]?.kind ?? "status" };
}

function pack(e: Element): Buffer {
  return deflateRawSync(printXml(e, { indent: 0 }), { level: 1 });
}

function unpack(data: Buffer): Element {
  const result = parseXml(inflateRawSync(data).toString("utf8"));
  if (!result.ok) throw new Error(`the store holds a damaged version: ${result.problem.message}`);
  return result.root;
}
