/**
 * Scores: integers from -1000000 to 1000000, whose ends are called minus and plus infinity.
 * Behaviour: docs/pacemaker/values.md#scores (scores.c); Pacemaker Explained, "Scores".
 */

export const INFINITY = 1_000_000;
export const MINUS_INFINITY = -INFINITY;

/** Node health words, which are accepted wherever a score is; their values come from cluster options. */
export interface HealthScores {
  readonly red: number;
  readonly yellow: number;
  readonly green: number;
}

const NO_HEALTH: HealthScores = { red: 0, yellow: 0, green: 0 };

/** Minus infinity beats plus infinity, either beats a finite score, and finite sums are clamped. */
export function addScores(a: number, b: number): number {
  if (a <= MINUS_INFINITY || b <= MINUS_INFINITY) return MINUS_INFINITY;
  if (a >= INFINITY || b >= INFINITY) return INFINITY;
  const sum = a + b;
  return Math.max(MINUS_INFINITY, Math.min(sum, INFINITY));
}

/** Reads a score, clamped; `undefined` when `text` is neither a number, an infinity nor a health word. */
export function parseScore(text: string | undefined, health: HealthScores = NO_HEALTH): number | undefined {
  if (text === undefined) return undefined;
  switch (text) {
    case "INFINITY":
    case "+INFINITY":
      return INFINITY;
    case "-INFINITY":
      return MINUS_INFINITY;
    case "red":
      return health.red;
    case "yellow":
      return health.yellow;
    case "green":
      return health.green;
  }
  const match = /^\s*([+-]?\d+)/.exec(text);
  if (match === null) return undefined;
  const value = Number(match[1]);
  return Math.max(MINUS_INFINITY, Math.min(value, INFINITY));
}

/** Infinite scores as words, others as decimal numbers. */
export function formatScore(score: number): string {
  if (score >= INFINITY) return "INFINITY";
  if (score <= MINUS_INFINITY) return "-INFINITY";
  return String(score);
}
