/** How long a run waits for what. */
export interface Limits {
  /** Milliseconds for which all gates have to hold before a new item is begun. */
  readonly minHealthy: number;
  /** Milliseconds in which a step has to come about. */
  readonly step: number;
  /** Milliseconds in which the gates have to open after the last progress. */
  readonly progress: number;
}

export const LIMITS: Limits = { minHealthy: 10_000, step: 10 * 60_000, progress: 20 * 60_000 };

/** Milliseconds between two looks at the cluster, of who carries a run and of who watches it. */
export const LOOK = 1000;
/** Seconds after which a run without a sign of life may be taken over. */
export const RUN_TTL = 60;
/** Milliseconds before that at which its process stops by itself. */
export const MARGIN = 10_000;
/** Milliseconds between two signs of life. */
export const BEAT = 5000;
