/** A reader of events that is slower than the cluster misses nothing, or learns what it missed. */
import { expect, test } from "vitest";
import type { ClusterEvent } from "../../report/events/event.ts";
import { mergeEvents } from "./event-stream.ts";

const event = (seq: number): ClusterEvent => ({ seq, at: seq, event: { kind: "problem", text: String(seq) } });

/** A store of the last `kept` events, and how to add one. */
function log(kept: number) {
  const events: ClusterEvent[] = [];
  const listeners = new Set<(e: ClusterEvent) => void>();
  return {
    add(): void {
      const made = event((events.at(-1)?.seq ?? 0) + 1);
      events.push(made);
      if (events.length > kept) events.shift();
      for (const listener of listeners) listener(made);
    },
    page: (after: number, limit: number) => events.filter((e) => e.seq > after).slice(0, limit),
    subscribe: (listener: (e: ClusterEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const HAPPENED = 25_000;

test("a follower that stood still for many events gets them all, in order", async () => {
  const { add, page, subscribe } = log(Number.POSITIVE_INFINITY);
  add();
  const stream = mergeEvents({ follow: true, after: 0 }, page, subscribe, 0);
  const seen = [(await stream.next()).value?.seq];
  while (seen.length < HAPPENED) {
    if (seen.length === 1) for (let i = 1; i < HAPPENED; i++) add();
    const { value, done } = await stream.next();
    expect(done).not.toBe(true);
    seen.push(value?.seq);
  }
  expect(seen).toEqual(Array.from({ length: HAPPENED }, (_, i) => i + 1));
  add();
  expect((await stream.next()).value?.seq).toBe(HAPPENED + 1);
  await stream.return(undefined);
});

test("events that are no longer kept are reported as missed, and how to continue", async () => {
  const { add, page, subscribe } = log(1000);
  add();
  const stream = mergeEvents({ follow: true, after: 0 }, page, subscribe, 0);
  await stream.next();
  for (let i = 1; i < HAPPENED; i++) add();
  await expect(stream.next()).rejects.toMatchObject({
    code: "failed",
    message: "events 2 to 24000 are no longer kept: they were read too slowly",
    hint: "to continue: holdfast events --follow --after 24000",
  });
});
