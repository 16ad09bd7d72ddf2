/**
 * Moments and calendars, in the proleptic Gregorian calendar and in UTC: a moment is a whole number of seconds since
 * 1970. A time without an offset is taken as UTC, where Pacemaker takes the local zone of the machine: a decision must
 * not depend on where it is made.
 * Behaviour: docs/pacemaker/values.md#moments-and-calendars; ISO 8601; Pacemaker Explained, "Date/time expressions".
 */

const DAY = 86_400;

/** The fields a date specification can ask about. */
export interface CalendarFields {
  readonly years: number;
  /** 1 to 12. */
  readonly months: number;
  readonly monthdays: number;
  /** 1 to 366. */
  readonly yeardays: number;
  /** The year that the ISO week belongs to. */
  readonly weekyears: number;
  /** ISO week, 1 to 53. */
  readonly weeks: number;
  /** 1 is Monday, 7 Sunday. */
  readonly weekdays: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

/** A span in calendar units, added from the largest to the smallest. */
export type CalendarSpan = Readonly<
  Record<"years" | "months" | "weeks" | "days" | "hours" | "minutes" | "seconds", number>
>;

/** Days from 1970-01-01; months and days may run over and are carried. */
function dayNumber(year: number, month: number, day: number): number {
  // Date.UTC would read years 0 to 99 as 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.floor(date.getTime() / 1000 / DAY);
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysInMonth(year: number, month: number): number {
  return month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Monday of week 1: the week with January 4 in it. */
function firstWeekDay(year: number): number {
  const fourth = dayNumber(year, 1, 4);
  return fourth - (weekday(fourth) - 1);
}

function weekday(day: number): number {
  // 1970-01-01 was a Thursday.
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

// As behind a time, what follows a whole date counts for nothing.
const DATE =
  /^(?:(\d{4})-W(\d{2})-([1-7])|(\d{4})-(\d{3})(?!\d)|(\d+)-(\d{1,2})(?:-(\d{1,2})(?!\d))|(\d+)-(\d{1,2})Z?$|(\d{4})(\d{2})(\d{2})(?!\d))/;
const CLOCK = /^(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?/;
const OFFSET = /^([+-])\s*(\d{1,2})(?::?(\d{2}))?/;

/** Epoch seconds of `2005-06-19T14:30:00+02`, `2005-170`, `2005-W24-7 14:30Z`, `20050619`, `2005-06` …; `undefined` if it is none. */
export function parseMoment(text: string): number | undefined {
  if (/^\s*epoch\s*$/i.test(text)) return 0;
  const split = /^\s*([^T\s]+)(?:[T\s]\s*(.+))?$/is.exec(text);
  if (split === null) return undefined;
  const day = parseDay(split[1] as string);
  const time = split[2] === undefined ? 0 : parseTime(split[2]);
  return day === undefined || time === undefined ? undefined : day * DAY + time;
}

function parseDay(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const part = (...at: number[]): number | undefined => {
    const found = at.map((i) => match[i]).find((value) => value !== undefined);
    return found === undefined ? undefined : Number(found);
  };
  const weekYear = part(1);
  if (weekYear !== undefined) {
    const week = part(2) as number;
    const start = firstWeekDay(weekYear) + (week - 1) * 7;
    return week < 1 || start >= firstWeekDay(weekYear + 1) ? undefined : start + (part(3) as number) - 1;
  }
  const ordinalYear = part(4);
  if (ordinalYear !== undefined) {
    const ordinal = part(5) as number;
    return ordinal < 1 || ordinal > (isLeap(ordinalYear) ? 366 : 365) ? undefined : dayNumber(ordinalYear, 1, ordinal);
  }
  const year = part(6, 9, 11) as number;
  const month = part(7, 10, 12) as number;
  const day = part(8, 13) ?? 1;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return dayNumber(year, month, day);
}

/** Seconds after midnight UTC; an offset may take them out of the day. */
function parseTime(text: string): number | undefined {
  const match = CLOCK.exec(text.trim());
  if (match === null) return undefined;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
  const clock = hours * 3600 + minutes * 60 + seconds;
  // 24:00:00 is the midnight that ends the day.
  if (minutes > 59 || seconds > 59 || clock > DAY) return undefined;
  const rest = text.trim().slice(match[0].length).trimStart();
  // What follows a time and is no offset counts for nothing, such as the name of a zone.
  if (!/^[+-]/.test(rest)) return clock;
  const offset = OFFSET.exec(rest);
  if (offset === null || Number(offset[2]) > 24 || Number(offset[3] ?? 0) > 59) return undefined;
  const size = Number(offset[2]) * 3600 + Number(offset[3] ?? 0) * 60;
  return offset[1] === "+" ? clock - size : clock + size;
}

/** The parts of a moment, in epoch seconds, that a `date_spec` compares; all in UTC, weeks as ISO 8601 counts them. */
export function calendarFields(moment: number): CalendarFields {
  const day = Math.floor(moment / DAY);
  const second = moment - day * DAY;
  const date = new Date(day * DAY * 1000);
  const years = date.getUTCFullYear();
  const weekyears = day < firstWeekDay(years) ? years - 1 : day >= firstWeekDay(years + 1) ? years + 1 : years;
  return {
    years,
    months: date.getUTCMonth() + 1,
    monthdays: date.getUTCDate(),
    yeardays: day - dayNumber(years, 1, 1) + 1,
    weekyears,
    weeks: Math.floor((day - firstWeekDay(weekyears)) / 7) + 1,
    weekdays: weekday(day),
    hours: Math.floor(second / 3600),
    minutes: Math.floor(second / 60) % 60,
    seconds: Math.floor(second) % 60,
  };
}

/**
 * `moment` plus a calendar span. A month later is the same day of the month, or the last day of a shorter month. A
 * year later is the same day *of the year*, as Pacemaker has it, so after February it shifts by one around leap years.
 */
export function addSpan(moment: number, span: CalendarSpan): number {
  const at = calendarFields(moment);
  const clock = at.hours * 3600 + at.minutes * 60 + at.seconds;
  const shifted = calendarFields(dayNumber(at.years + span.years, 1, at.yeardays) * DAY);
  const month = shifted.months - 1 + span.months;
  const year = shifted.years + Math.floor(month / 12);
  const monthInYear = (((month % 12) + 12) % 12) + 1;
  const day = dayNumber(year, monthInYear, Math.min(shifted.monthdays, daysInMonth(year, monthInYear)));
  return (day + span.weeks * 7 + span.days) * DAY + clock + span.hours * 3600 + span.minutes * 60 + span.seconds;
}

/** `2024-01-31 09:05:00Z`, as Pacemaker's tools print moments. */
export function formatMoment(moment: number): string {
  return new Date(moment * 1000)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "Z");
}
