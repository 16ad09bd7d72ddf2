/** Time as the engine's driver sees it: the machine's, faster, or virtual. Epoch milliseconds. */

export interface Clock {
  now(): number;
  /** Virtual time stands still until it is moved on; real time passes. */
  readonly moveTo: ((at: number) => void) | undefined;
  /** Milliseconds of the machine's time until `at`. */
  delay(at: number): number;
}

export interface RealClockOptions {
  readonly speed?: number;
  readonly start?: number;
  /** The machine's time, epoch milliseconds. */
  readonly wall?: () => number;
}

/**
 * The machine's time, from `start` on, `speed` times as fast. With speed 1 and no start it is simply the time, until that is
 * set back: it continues from where it was, or else nothing would be due until the machine's time has caught up.
 */
export function realClock({ speed = 1, start, wall = Date.now }: RealClockOptions = {}): Clock {
  let last = wall();
  let at = start ?? last;
  const now = (): number => {
    const seen = wall();
    at += Math.max(0, seen - last) * speed;
    last = seen;
    return Math.floor(at);
  };
  return { now, moveTo: undefined, delay: (at) => Math.max(0, (at - now()) / speed) };
}

/** Moves only when the driver moves it: a day of a cluster's life takes as long as its decisions. */
export function virtualClock(start: number): Clock {
  let at = start;
  return {
    now: () => at,
    moveTo: (to) => {
      if (to > at) at = to;
    },
    delay: () => 0,
  };
}
