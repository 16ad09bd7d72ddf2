/** Colours text on a terminal, and leaves it plain elsewhere. */
import pc from "picocolors";
import type { PlanLine, Tone } from "../report/plan/text.ts";

const colors = pc.createColors(true);

const PAINT: Readonly<Record<Tone, (text: string) => string>> = {
  plain: (text) => text,
  heading: colors.bold,
  added: colors.green,
  removed: colors.red,
  changed: colors.yellow,
  warning: (text) => colors.bold(colors.red(text)),
};

export function paintLines(lines: readonly PlanLine[], color: boolean): string {
  return lines.map(({ tone, text }) => `${color ? PAINT[tone](text) : text}\n`).join("");
}

export const alarmColour = (text: string): string => colors.bold(colors.red(text));

export function dim(text: string, color: boolean): string {
  return color ? colors.dim(text) : text;
}
