/** A configuration as text, with its headings in bold on a terminal. */
import type { Configuration } from "../report/config/document.ts";
import { configLines } from "../report/config/text.ts";
import { paintLines } from "./colour.ts";

/** Lines stay whole at any width: people copy from them. */
export function configText(configuration: Configuration, color: boolean): string {
  const lines = configLines(configuration).map(({ heading, text }) => ({
    tone: heading ? ("heading" as const) : ("plain" as const),
    text,
  }));
  return paintLines(lines, { color, columns: undefined });
}
