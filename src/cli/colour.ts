/** Colours text on a terminal, and leaves it plain elsewhere. */
import pc from "picocolors";
import type { PlanLine, Tone } from "../report/plan/text.ts";
import type { Context } from "./context.ts";
import { brokenLines } from "./line-break.ts";

const colors = pc.createColors(true);

const PAINT: Readonly<Record<Tone, (text: string) => string>> = {
  plain: (text) => text,
  heading: colors.bold,
  added: colors.green,
  removed: colors.red,
  changed: colors.yellow,
  warning: (text) => colors.bold(colors.red(text)),
};

/** On a terminal each line is broken between words, and each of its parts has its colour. */
export function paintLines(lines: readonly PlanLine[], { color, columns }: Pick<Context, "color" | "columns">): string {
  return lines
    .flatMap(({ tone, text }) => brokenLines(text, columns).map((part) => (color ? PAINT[tone](part) : part)))
    .map((line) => `${line}\n`)
    .join("");
}

export const alarmColour = (text: string): string => colors.bold(colors.red(text));

export function dim(text: string, color: boolean): string {
  return color ? colors.dim(text) : text;
}
