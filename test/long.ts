/** Bounds of tests that may take longer than a minute on a busy machine, which is up to eight times what they take alone. */

/** Ten to thirty seconds alone. */
export const LONG = { timeout: 240_000 } as const;
/** Minutes alone: hundreds of decisions of other programs, or hundreds of processes. */
export const VERY_LONG = { timeout: 900_000 } as const;
