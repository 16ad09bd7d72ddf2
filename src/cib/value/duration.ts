/**
 * Durations and intervals: a whole number with an optional unit (seconds without one), or, for intervals, an ISO 8601
 * duration. Everything is kept in milliseconds.
 * Behaviour: docs/pacemaker/values.md#durations-and-intervals; Pacemaker Explained, "Time specifications".
 */

const SECOND = 1000;
const DAY_SECONDS = 86_400;

// A decimal part is read over, not rounded. Units match by prefix: "10seconds" and even "10sheep" are ten seconds.
const DURATION = /^\s*([+-]?\d+)[\d.]*\s*(.*)$/s;

/** Milliseconds; `undefined` when `text` is no duration. `-5s` is one: some options give a meaning to being negative. */
export function parseDuration(text: string | undefined): number | undefined {
  const match = text === undefined ? null : DURATION.exec(text);
  if (match === null) return undefined;
  const value = Number(match[1]);
  const unit = (match[2] as string).toLowerCase();
  if (unit === "" || unit.startsWith("s")) return value * SECOND;
  if (unit.startsWith("ms")) return value;
  if (unit.startsWith("us")) return Math.trunc(value / 1000);
  if (unit.startsWith("m")) return value * 60 * SECOND;
  if (unit.startsWith("h")) return value * 3600 * SECOND;
  return undefined;
}

const LARGEST_INTERVAL = 0xffff_ffff;

/** As {@link parseDuration}, and also ISO 8601 durations such as `PT1H30M`; never negative. */
export function parseInterval(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text.startsWith("P")) return parseIsoDuration(text);
  const ms = parseDuration(text);
  return ms === undefined || ms < 0 ? undefined : Math.min(ms, LARGEST_INTERVAL);
}

// The T may be missing where the letter says enough, as in P10S.
const ISO_DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * Months have 30 days. Years and days count from one, not from zero, because Pacemaker measures a duration as if it
 * were a date: `P1Y` and `P1D` are nothing, `P2W` is 13 days. Intervals are part of operation keys, so this is kept.
 */
function parseIsoDuration(text: string): number | undefined {
  const match = ISO_DURATION.exec(text);
  if (match === null || /[PT]$/.test(text)) return undefined;
  const part = (at: number): number => Number(match[at] ?? 0);
  const fullYears = Math.max(0, part(1) - 1);
  const leapDays = Math.floor(fullYears / 4) - Math.floor(fullYears / 100) + Math.floor(fullYears / 400);
  const days = fullYears * 365 + leapDays + part(2) * 30 + Math.max(0, part(3) * 7 + part(4) - 1);
  const seconds = days * DAY_SECONDS + part(5) * 3600 + part(6) * 60 + part(7);
  return Math.min(seconds, Math.floor(LARGEST_INTERVAL / SECOND)) * SECOND;
}

/** Whole seconds: 0 stays 0, anything below a second is one, and the rest rounds half up. */
export function msToSeconds(ms: number): number {
  if (ms === 0) return 0;
  return ms < SECOND ? 1 : Math.floor((ms + SECOND / 2) / SECOND);
}
