/** Time as what waits needs it: a clock that never goes back, and a pause. A test brings the time of its cluster. */
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

export interface Pace {
  /** Milliseconds since some moment. */
  now(): number;
  /** Resolves after so many milliseconds, or sooner when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const realPace: Pace = {
  now: () => performance.now(),
  sleep: async (ms, signal) => {
    if (signal?.aborted === true) return;
    const ended = new AbortController();
    const stop = (): void => ended.abort();
    signal?.addEventListener("abort", stop, { once: true });
    await sleep(ms, undefined, { signal: ended.signal }).catch(() => undefined);
    signal?.removeEventListener("abort", stop);
  },
};
