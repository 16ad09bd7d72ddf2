/** A wait as people see it: what is missing at the foot of the terminal, then how it ended. */
import type { WaitOptions } from "../change/wait/wait.ts";
import type { Wanted } from "../change/wait/wanted.ts";
import { visible, visibleLine } from "../cib/visible.ts";
import type { WaitAnswer } from "../report/wait/document.ts";
import { findingText, notReachedLines, reachedLines } from "../report/wait/text.ts";
import { linesText } from "./answer.ts";
import type { Context, ExitStatus } from "./context.ts";
import { progressOn } from "./progress.ts";

/** From `crm_exit_t`: ok, error, timeout; 193 is still pending in a cluster that is not running. */
const EXIT: Readonly<Record<WaitAnswer["outcome"], ExitStatus>> = { reached: 0, never: 1, timeout: 124, pending: 193 };
const MISSING: ExitStatus = 105;

export function waitExitStatus({ outcome, findings }: Pick<WaitAnswer, "outcome" | "findings">): ExitStatus {
  return findings.some((f) => f.code === "missing") ? MISSING : EXIT[outcome];
}

export interface Watched {
  readonly options: WaitOptions;
  /** Prints the answer. */
  readonly end: (answer: WaitAnswer, wanted: Wanted) => void;
}

/** @param timeout milliseconds */
export function watchedWait(context: Context, output: "text" | "json", timeout: number): Watched {
  const progress = output === "json" ? undefined : progressOn(context);
  let seenAt = context.now();
  return {
    options: {
      timeout,
      signal: context.interrupted,
      tell: ({ findings: [first] }, at) => {
        seenAt = at;
        progress?.foot(first === undefined ? "" : visibleLine(findingText(first, at)));
      },
    },
    end: (answer, wanted) => {
      const asked = { whole: wanted.resources.length === 0 && wanted.drained === undefined };
      progress?.foot("");
      if (output === "json") return;
      if (answer.outcome === "reached") context.out(linesText(reachedLines(visible(answer), asked), context));
      else context.err(linesText(notReachedLines(visible(answer), asked, seenAt), context));
    },
  };
}
