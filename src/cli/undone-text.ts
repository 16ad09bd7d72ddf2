/** Past changes, one a line, and those that a return to a past configuration undoes. */
import { visibleLine } from "../cib/visible.ts";
import type { VersionEntry } from "../report/history/document.ts";
import { linesText } from "./answer.ts";
import type { Context } from "./context.ts";
import { formatDate } from "./dates.ts";

export const entryText = (e: VersionEntry): string =>
  visibleLine(`${e.version.padEnd(8)} ${formatDate(e.at / 1000)}  ${e.who}: ${e.why}`);

/** Who is undone; empty if no change is known. */
export function undoneText(undone: readonly VersionEntry[], context: Pick<Context, "columns">): string {
  return undone.length === 0
    ? ""
    : `Undoes what was changed since:\n${linesText(
        undone.map((e) => `  ${entryText(e)}`),
        context,
      )}\n`;
}
