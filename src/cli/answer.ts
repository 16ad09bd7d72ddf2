/** An answer on standard output: the document as JSON for scripts, its text for people. */
import { visible } from "../cib/visible.ts";
import type { Context } from "./context.ts";

/** One document, pretty: a script's parser does not care, and a person may look. */
export function jsonText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** @param text made only where it is wanted */
export function printAnswer<D extends object>(
  context: Context,
  output: "text" | "json",
  document: D,
  text: (document: D) => string,
): void {
  context.out(output === "json" ? jsonText(document) : text(visible(document)));
}

export function linesText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
