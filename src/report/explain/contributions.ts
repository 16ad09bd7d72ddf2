/** The parts of a score, as the document lists them, in the order in which the scheduler added them. */
import { formatScore, MINUS_INFINITY } from "../../cib/value/score.ts";
import type { Cause } from "../../scheduler/model/why.ts";
import type { ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import { entries, type Trace } from "../../scheduler/why/traced-table.ts";
import { unavailableReasons } from "./availability.ts";
import { causeReason } from "./cause-text.ts";
import type { Contribution, Reason } from "./document.ts";
import type { Subject } from "./place-text.ts";

export function contributionsOf(why: ReadonlyWhy, about: Subject, trace: Trace | undefined): Contribution[] {
  const out: Contribution[] = [];
  for (const entry of entries(trace)) {
    if (entry.score === 0) continue;
    const whole = about.rsc.parent;
    if (entry.cause.kind === "instance" && entry.cause.because === "whole" && whole !== undefined) {
      // A ban of the whole resource is the reason for the ban of its instance.
      const { s, node } = about;
      const bans = contributionsOf(why, { s, rsc: whole, node }, why.traceOf(whole.allowed, node)).filter(
        (c) => c.score === "-INFINITY",
      );
      out.push(...bans.filter((b) => !out.some((c) => c.text === b.text)));
      if (out.some((c) => c.score === "-INFINITY")) continue;
    }
    const reason = withRoot(why, about, entry);
    const score = formatScore(entry.score);
    // Attempts at keeping an instance in place ban the same nodes again and again.
    const again = score.endsWith("INFINITY") && out.some((c) => c.text === reason.text && c.score === score);
    if (!again) out.push({ score, cause: entry.cause.kind, ...reason });
  }
  return out;
}

/** A node that a dependent cannot use counts against its primary too, with the dependent's reason. */
function withRoot(why: ReadonlyWhy, about: Subject, entry: Trace): Reason {
  const reason = causeReason(about, entry);
  if (entry.cause.kind !== "colocated" || entry.score > MINUS_INFINITY) return reason;
  const { s, node } = about;
  const { dependent } = entry.cause;
  const own = entries(why.traceOf(dependent.allowed, node)).find((t) => t.score <= MINUS_INFINITY && isOwn(t.cause));
  const root = own === undefined ? unavailableReasons(s, node)[0] : causeReason({ s, rsc: dependent, node }, own);
  if (root === undefined) return reason;
  return {
    code: reason.code,
    text: `${reason.text}: ${root.text}`,
    references: [...reason.references, ...root.references],
  };
}

/** Causes that do not depend on the placement of other resources. */
function isOwn({ kind }: Cause): boolean {
  return (
    kind === "location" || kind === "failures" || kind === "operation" || kind === "discovery" || kind === "ticket"
  );
}
