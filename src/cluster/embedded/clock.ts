/** Time as the engine's driver sees it: the machine's, faster, or virtual. Epoch milliseconds. */

export interface Clock {
  now(): number;
  /** Virtual time stands still until it is moved on; real time passes. */
  readonly moveTo: ((at: number) => void) | undefined;
  /** Milliseconds of the machine's time until `at`. */
  delay(at: number): number;
}

/** The machine's time, from `start` on, `speed` times as fast. With speed 1 and no start it is simply the time. */
export function realClock(options: { readonly speed?: number; readonly start?: number } = {}): Clock {
  const speed = options.speed ?? 1;
  const began = Date.now();
  const start = options.start ?? began;
  const now = () => Math.floor(start + (Date.now() - began) * speed);
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
