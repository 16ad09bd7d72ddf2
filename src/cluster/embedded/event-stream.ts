/** Events and readings as streams, with nothing missed between the past events and the live ones. */

import type { ClusterEvent } from "../../report/events/event.ts";
import type { EventOptions, Snapshot } from "../port.ts";

const PAGE = 500;
/** A reader this far behind is let go: it may come back with the number of the last event it saw. */
const MOST_BUFFERED = 10_000;

/** Past events from the store, then live ones, without a gap or a repetition between them. */
export async function* mergeEvents(
  options: EventOptions,
  page: (after: number, limit: number) => readonly ClusterEvent[],
  subscribe: (listener: (event: ClusterEvent) => void) => () => void,
  last: number,
): AsyncGenerator<ClusterEvent> {
  const buffer: ClusterEvent[] = [];
  let wake: (() => void) | undefined;
  const unsubscribe = options.follow
    ? subscribe((event) => {
        buffer.push(event);
        wake?.();
      })
    : undefined;
  const onAbort = (): void => wake?.();
  options.signal?.addEventListener("abort", onAbort);
  try {
    let seen = options.after ?? last;
    for (;;) {
      const events = page(seen, PAGE);
      for (const event of events) {
        seen = event.seq;
        yield event;
      }
      if (events.length < PAGE) break;
    }
    while (options.follow && options.signal?.aborted !== true) {
      const event = buffer.shift();
      if (event === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      } else if (event.seq > seen) {
        seen = event.seq;
        yield event;
      }
      if (buffer.length > MOST_BUFFERED) return;
    }
  } finally {
    unsubscribe?.();
    options.signal?.removeEventListener("abort", onAbort);
  }
}

/** A reading to begin with, and one after whatever happened since the last was taken. */
export async function* snapshots(
  read: () => Promise<Snapshot>,
  subscribe: (listener: () => void) => () => void,
  signal: AbortSignal,
): AsyncGenerator<Snapshot> {
  let changed = true;
  let wake: (() => void) | undefined;
  const unsubscribe = subscribe(() => {
    changed = true;
    wake?.();
  });
  const onAbort = (): void => wake?.();
  signal.addEventListener("abort", onAbort);
  try {
    while (!signal.aborted) {
      if (changed) {
        changed = false;
        yield await read();
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      }
    }
  } finally {
    unsubscribe();
    signal.removeEventListener("abort", onAbort);
  }
}
