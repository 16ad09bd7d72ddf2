/** A progress line at the foot of the terminal, cleared when the work is done. */

import { dim } from "./colour.ts";
import type { Context } from "./context.ts";
import { oneLine } from "./line-break.ts";

export interface Progress {
  /** Prints a line above the foot. */
  line(text: string): void;
  /** Replaces the foot; an empty text removes it. */
  foot(text: string): void;
}

const CLEAR = "\r\u001b[2K";

/** When standard output is not a terminal, prints lines without a foot. */
export function progressOn(context: Context): Progress {
  if (!context.color) return { line: (text) => context.out(`${text}\n`), foot: () => undefined };
  let foot = "";
  return {
    line(text) {
      context.out(`${CLEAR}${text}\n${foot === "" ? "" : dim(foot, true)}`);
    },
    foot(whole) {
      // What went on into a second line of the terminal would not be cleared.
      const text = oneLine(whole, context.columns);
      if (text === foot) return;
      foot = text;
      context.out(`${CLEAR}${dim(foot, true)}`);
    },
  };
}
