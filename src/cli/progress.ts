/** One line at the foot of the terminal that says how far things are; gone when it is not needed. */

import { dim } from "./colour.ts";
import type { Context } from "./context.ts";

export interface Progress {
  /** Writes a line above the foot. */
  line(text: string): void;
  /** What the foot says from now on; empty for none. */
  foot(text: string): void;
}

const CLEAR = "\r\u001b[2K";

/** Without a terminal there is no foot, only lines. */
export function progressOn(context: Context): Progress {
  if (!context.color) return { line: (text) => context.out(`${text}\n`), foot: () => undefined };
  let foot = "";
  return {
    line(text) {
      context.out(`${CLEAR}${text}\n${foot === "" ? "" : dim(foot, true)}`);
    },
    foot(text) {
      if (text === foot) return;
      foot = text;
      context.out(`${CLEAR}${dim(foot, true)}`);
    },
  };
}
