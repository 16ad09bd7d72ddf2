/** A page of text on a terminal: lines broken between words, and what asks for attention in colour. */
import { alarmColour } from "./colour.ts";
import type { Context } from "./context.ts";
import { brokenLines } from "./line-break.ts";

/** As `crm_mon` writes what is not as it should be. */
const ALARMS = /\b(?:FAILED|UNCLEAN|OFFLINE|LOST|BLOCKED|WITHOUT|MIXED-VERSION|DISABLED|RED)\b/g;

/** The text as it is, except on a terminal. */
export function terminalText({ columns, color }: Pick<Context, "columns" | "color">, text: string): string {
  const wrapped = brokenLines(text, columns).join("\n");
  return color ? wrapped.replace(ALARMS, alarmColour) : wrapped;
}
