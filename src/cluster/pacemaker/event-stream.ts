/**
 * The events of a live Pacemaker cluster. It keeps no journal, so the past is what its histories still hold, and each
 * stream counts from 1.
 */

import { configurationVersion, recordedAuthor } from "../../cib/change-record.ts";
import { type Element, get } from "../../cib/xml/tree.ts";
import type { ClusterEvent, ClusterEventBody } from "../../report/events/event.ts";
import type { FencingRecord } from "../../report/status/fencing.ts";
import type { EventOptions } from "../port.ts";
import { fencingEvent, recordKey } from "./fencing-history.ts";
import type { MemberReading } from "./member-reading.ts";
import { observe, type PastEvent, pastOperations, writerOf } from "./observe.ts";

export interface StreamSource {
  readonly follow: (signal: AbortSignal | undefined) => AsyncIterable<MemberReading>;
  /** Empty where fencing is not configured or not answering. */
  readonly fencings: () => Promise<readonly FencingRecord[]>;
}

export async function* streamEvents(source: StreamSource, options: EventOptions): AsyncGenerator<ClusterEvent> {
  const { after, signal } = options;
  let seq = 0;
  const fenced = new Set<string>();
  let cib: Element | undefined;
  for await (const { cib: next } of source.follow(signal)) {
    const records = (await source.fencings()).filter((r) => !fenced.has(recordKey(r)));
    for (const record of records) fenced.add(recordKey(record));
    const events = cib === undefined ? past(next, records) : present(cib, next, records, Date.now());
    const wanted = cib !== undefined || after !== undefined;
    for (const { at, event } of events) {
      seq += 1;
      if (wanted && seq > (after ?? 0)) yield { seq, at, event };
    }
    cib = next;
    if (!options.follow) return;
  }
}

function past(cib: Element, records: readonly FencingRecord[]): PastEvent[] {
  const version = configurationVersion(cib);
  const author = recordedAuthor(cib) ?? { who: writerOf(cib), why: "the configuration in force" };
  const written = Date.parse(get(cib, "cib-last-written") ?? "");
  const at = Number.isNaN(written) ? Date.now() : written;
  const fencings = records.map((r) => ({ at: r.at ?? Date.now(), event: fencingEvent(r) }));
  const configuration = { at, event: { kind: "configuration", version, ...author } as const };
  return [...pastOperations(cib), ...fencings, configuration].sort((a, b) => a.at - b.at);
}

/**
 * What happened since the last reading, in the order in which it can have happened, at the time of the reading, or
 * before the first fencing that came after it: the fencing history knows its time, and a DC that was lost delays readings
 * by seconds.
 */
export function present(before: Element, after: Element, records: readonly FencingRecord[], now: number): PastEvent[] {
  const timed: readonly { readonly at: number | undefined; readonly event: ClusterEventBody }[] = [
    ...records.map((record) => ({ at: record.at, event: fencingEvent(record) })),
    ...observe(before, after).map((event) => ({ at: undefined, event })),
  ];
  const ordered = [...timed].sort((a, b) => rank(a.event) - rank(b.event) || (a.at ?? now) - (b.at ?? now));
  const events: PastEvent[] = [];
  let latest = now;
  for (const { at, event } of ordered.reverse()) {
    if (event.kind === "fencing") latest = Math.min(latest, at ?? now);
    events.unshift({ at: rank(event) <= FENCED ? latest : now, event });
  }
  return events;
}

const FENCED = 4;

/** A node is lost, then quorum, then a new DC takes over, which fences the node; it comes back, and things run on it. */
function rank(event: ClusterEventBody): number {
  switch (event.kind) {
    case "configuration":
      return 0;
    case "node":
      return event.after === "online" ? 5 : 1;
    case "quorum":
      return event.after ? 6 : 2;
    case "dc":
      return 3;
    case "fencing":
      return FENCED;
    default:
      return 7;
  }
}
