/**
 * The engine's state as rows: the journal of what is in flight, one row each, so that a step writes what it changed.
 * A running transition is not kept: after a restart the operations in flight are waited for, and the rest is scheduled again.
 */

import type { Element } from "../../../cib/xml/tree.ts";
import {
  type Alarm,
  callsInFlight,
  type EngineState,
  type FenceRequest,
  type GuestView,
  isAlive,
  type NodeView,
  type Operation,
  type Recurring,
} from "../engine/state.ts";

type Rows = [key: string, value: string | undefined][];

const TABLES = ["operations", "recurring", "nodes", "guests", "fences", "timers"] as const;

/** Rows to write, or with undefined to delete, to get from one state to the next. */
export function engineRows(before: EngineState | undefined, after: EngineState): Rows {
  const rows: Rows = [];
  for (const table of TABLES) {
    const old: ReadonlyMap<string | number, unknown> | undefined = before?.[table];
    const now: ReadonlyMap<string | number, unknown> = after[table];
    if (old === now) continue;
    for (const [key, value] of now) if (old?.get(key) !== value) rows.push([`${table}/${key}`, JSON.stringify(value)]);
    for (const key of old?.keys() ?? []) if (!now.has(key)) rows.push([`${table}/${key}`, undefined]);
  }
  const { now, uuid, nextCallId, nextTransition } = after;
  rows.push([
    "self",
    JSON.stringify({ now, uuid, nextCallId, nextTransition, fenceFailures: [...after.fenceFailures] }),
  ]);
  return rows;
}

export function readEngine(cib: Element, rows: ReadonlyMap<string, string>): EngineState {
  const self = JSON.parse(rows.get("self") ?? "{}") as Pick<
    EngineState,
    "now" | "uuid" | "nextCallId" | "nextTransition"
  > & { fenceFailures: [string, number][] };
  const table = <T>(name: (typeof TABLES)[number]): [string, T][] =>
    [...rows]
      .filter(([key]) => key.startsWith(`${name}/`))
      .map(([key, value]) => [key.slice(name.length + 1), JSON.parse(value) as T]);
  const numbered = <T>(name: (typeof TABLES)[number]): Map<number, T> =>
    new Map(
      table<T>(name)
        .map(([key, value]): [number, T] => [Number(key), value])
        .sort((a, b) => a[0] - b[0]),
    );
  const operations = numbered<Operation>("operations");
  const recurring = new Map(table<Recurring>("recurring"));
  const fences = numbered<FenceRequest>("fences");
  const calls = callsInFlight({ operations, recurring });
  // A schedule is due anyway. Before schema 2 some timers outlived what they were for.
  const timers = table<Alarm>("timers").filter(
    ([, { timer }]) => timer.kind !== "schedule" && isAlive({ recurring, fences }, calls, timer),
  );
  return {
    cib,
    now: self.now,
    uuid: self.uuid,
    nextCallId: self.nextCallId,
    nextTransition: self.nextTransition,
    operations,
    recurring,
    nodes: new Map(table<NodeView>("nodes")),
    guests: new Map(table<GuestView>("guests")),
    fences,
    fenceFailures: new Map(self.fenceFailures),
    timers: new Map(timers),
    scheduleDue: "the engine started again",
    run: undefined,
  };
}
