/** The span of a `duration` in a date expression. Source: Pacemaker Explained, "Durations"; behaviour of crm_simulate. */

import { type Element, get } from "../xml/tree.ts";
import type { CalendarSpan } from "./date.ts";

export const INTEGER = /^\s*[+-]?\d+/;

/** The number a text begins with; undefined where it begins with no such number. */
export function leadingNumber(text: string, form: RegExp): number | undefined {
  const match = form.exec(text);
  return match === null ? undefined : Number(match[0]);
}

/** What C's `int` holds. */
const LARGEST_INT = 0x7fff_ffff;

/** Of a span with a part that is no number nothing is taken. */
export function spanOf(duration: Element): CalendarSpan | "invalid" {
  let invalid = false;
  const part = (unit: keyof CalendarSpan): number => {
    const text = get(duration, unit);
    const number = text === undefined ? 0 : leadingNumber(text, INTEGER);
    if (number === undefined || Math.abs(number) > LARGEST_INT) invalid = true;
    return number ?? 0;
  };
  const span: CalendarSpan = {
    years: part("years"),
    months: part("months"),
    weeks: part("weeks"),
    days: part("days"),
    hours: part("hours"),
    minutes: part("minutes"),
    seconds: part("seconds"),
  };
  return invalid ? "invalid" : span;
}
