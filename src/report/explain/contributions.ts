/** The parts of a score as a document has them, in the order they came. */
import { formatScore } from "../../cib/score.ts";
import type { Trace } from "../../scheduler/why/cause.ts";
import type { WhyRecorder } from "../../scheduler/why/recorder.ts";
import { entries } from "../../scheduler/why/traced-table.ts";
import { causeReason, type Subject } from "./cause-text.ts";
import type { Contribution } from "./document.ts";

export function contributionsOf(why: WhyRecorder, about: Subject, trace: Trace | undefined): Contribution[] {
  const out: Contribution[] = [];
  for (const entry of entries(trace)) {
    if (entry.score === 0) continue;
    const whole = about.rsc.parent;
    if (entry.cause.kind === "instance" && entry.cause.because === "whole" && whole !== undefined) {
      // What forbids the node to the whole is what forbids it to the instance.
      const { s, node } = about;
      const bans = contributionsOf(why, { s, rsc: whole, node }, why.traceOf(whole.allowed, node)).filter(
        (c) => c.score === "-INFINITY",
      );
      out.push(...bans.filter((b) => !out.some((c) => c.text === b.text)));
      if (bans.length > 0) continue;
    }
    const reason = causeReason(about, entry);
    const score = formatScore(entry.score);
    // Attempts at keeping an instance in place ban the same nodes again and again.
    const again = score.endsWith("INFINITY") && out.some((c) => c.text === reason.text && c.score === score);
    if (!again) out.push({ score, cause: entry.cause.kind, ...reason });
  }
  return out;
}
