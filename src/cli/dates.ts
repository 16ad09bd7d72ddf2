/** Dates and times in the format of `crm_mon`, in the local time zone. */
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const two = (n: number): string => String(n).padStart(2, "0");

/** `Sun Nov 22 09:09:40 2026`. */
export function formatDate(epochSeconds: number): string {
  const d = new Date(epochSeconds * 1000);
  return `${DAYS[d.getDay()]} ${MONTHS[d.getMonth()]} ${String(d.getDate()).padStart(2)} ${clock(d)} ${d.getFullYear()}`;
}

/** `2026-11-22 09:09:40`. */
export function timestamp(epochMs: number): string {
  const d = new Date(epochMs);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${clock(d)}`;
}

/** A date, a time of today or both, such as {@link timestamp} writes them, or in ISO 8601; epoch milliseconds. */
export function parseTimestamp(text: string, now: number): number | undefined {
  const time = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim());
  if (time !== null) {
    const [hours = 0, minutes = 0, seconds = 0] = time.slice(1).map((part) => Number(part ?? 0));
    if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
    return new Date(now).setHours(hours, minutes, seconds, 0);
  }
  const date = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}.*))?$/.exec(text.trim());
  if (date === null) return undefined;
  // A date alone would be of UTC.
  const at = Date.parse(`${date[1]}T${date[2] ?? "00:00"}`);
  return Number.isNaN(at) ? undefined : at;
}

/** `09:09:40`. */
export function clock(d: Date): string {
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}
