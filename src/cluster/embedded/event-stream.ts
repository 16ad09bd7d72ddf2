/** Events and readings as streams, with nothing missed between the past events and the live ones. */

import type { ClusterEvent } from "../../report/events/event.ts";
import { HoldfastError } from "../error.ts";
import type { EventOptions, Snapshot } from "../port.ts";

const PAGE = 500;
/** What a slow reader has not taken yet is dropped beyond this, and read from the store again when it comes for it. */
const MOST_BUFFERED = 10_000;

/** Past events from the store, then live ones, without a gap or a repetition between them. */
export async function* mergeEvents(
  options: EventOptions,
  page: (after: number, limit: number) => readonly ClusterEvent[],
  subscribe: (listener: (event: ClusterEvent) => void) => () => void,
  last: number,
): AsyncGenerator<ClusterEvent> {
  const buffer: ClusterEvent[] = [];
  let dropped = false;
  let wake: (() => void) | undefined;
  const unsubscribe = options.follow
    ? subscribe((event) => {
        dropped ||= buffer.length >= MOST_BUFFERED;
        if (dropped) buffer.length = 0;
        else buffer.push(event);
        wake?.();
      })
    : undefined;
  const onAbort = (): void => wake?.();
  options.signal?.addEventListener("abort", onAbort);
  let seen = options.after ?? last;
  async function* stored(): AsyncGenerator<ClusterEvent> {
    for (;;) {
      const events = page(seen, PAGE);
      for (const event of events) {
        seen = event.seq;
        yield event;
      }
      if (events.length < PAGE) return;
    }
  }
  try {
    yield* stored();
    while (options.follow && options.signal?.aborted !== true) {
      const event = buffer.shift();
      if (dropped) {
        dropped = false;
        const [next] = page(seen, 1);
        if (next !== undefined && next.seq > seen + 1) throw tooSlow(seen, next.seq);
        yield* stored();
      } else if (event === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      } else if (event.seq > seen) {
        seen = event.seq;
        yield event;
      }
    }
  } finally {
    unsubscribe?.();
    options.signal?.removeEventListener("abort", onAbort);
  }
}

/** The store keeps many events, and not all. */
function tooSlow(seen: number, next: number): HoldfastError {
  return new HoldfastError(
    "failed",
    `events ${seen + 1} to ${next - 1} are no longer kept: they were read too slowly`,
    {
      hint: `to continue: holdfast events --follow --after ${next - 1}`,
    },
  );
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
