/** Prints an answer on standard output: as JSON for scripts, as text for people. */
import { visible } from "../cib/visible.ts";
import type { Context } from "./context.ts";
import { brokenLines } from "./line-break.ts";

/** One document, indented so that a person can read it too. */
export function jsonText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** @param text called only for text output */
export function printAnswer<D extends object>(
  context: Context,
  output: "text" | "json",
  document: D,
  text: (document: D) => string,
): void {
  context.out(output === "json" ? jsonText(document) : text(visible(document)));
}

/** One line each, broken between words on a terminal. */
export function linesText(lines: readonly string[], { columns }: Pick<Context, "columns">): string {
  return lines
    .flatMap((line) => brokenLines(line, columns))
    .map((line) => `${line}\n`)
    .join("");
}
