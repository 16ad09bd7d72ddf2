/** What people have switched and a change leaves, as text. */
import type { Kept, Plan } from "./document.ts";
import type { PlanLine } from "./line.ts";

/** Of epoch milliseconds, for what is said of the past. */
export type PastDate = (at: number) => string;

/** Switches that are listed before the rest is counted. */
const MOST_KEPT = 12;

/** As in "(since 0.48, Sat 28 Nov 2026 22:10:00, root@db-0: spare it the load)"; empty where the history does not say. */
export function sinceText(since: Kept["since"], date: PastDate | undefined): string {
  if (since === undefined) return "";
  const at = date === undefined ? "" : ` ${date(since.at)},`;
  return `  (since ${since.version},${at} ${since.who}: ${since.why})`;
}

/** With the heading; none where nothing is switched. */
export function keptLines(kept: Plan["kept"], date: PastDate | undefined): PlanLine[] {
  if (kept.length === 0) return [];
  const rest = kept.length - MOST_KEPT;
  const texts = kept.slice(0, MOST_KEPT).map(({ text, since }) => `${text}${sinceText(since, date)}`);
  if (rest > 0) texts.push(`and ${rest} more`);
  return [
    { tone: "plain", text: "" },
    { tone: "heading", text: "Switched by someone, and kept:" },
    ...texts.map((text): PlanLine => ({ tone: "warning", text: `  * ${text}` })),
  ];
}
