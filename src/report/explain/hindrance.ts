/** What keeps a primitive from one node. */
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import type { ReadonlyColocation, ReadonlyPrimitive, ReadonlyResource } from "../../scheduler/model/read-only.ts";
import type { Candidate, ReadonlyWhy } from "../../scheduler/why/recorder.ts";
import { entries, type Trace } from "../../scheduler/why/traced-table.ts";
import { unavailableReasons } from "./availability.ts";
import { causeReason } from "./cause-text.ts";
import { isPartOf } from "./colocation-text.ts";
import type { Reason } from "./document.ts";
import { placesOf } from "./place-text.ts";

/** What keeps a primitive from one node, and the primary that does not run, where that is all that does. */
export interface NodeHindrance {
  readonly reasons: readonly Reason[];
  readonly waitsFor?: { readonly colocation: ReadonlyColocation; readonly primary: ReadonlyResource };
  /** Its primary or another instance is elsewhere: why it is not there either is the question. */
  readonly consequence: boolean;
}

/** The reason that decides against the node. @param it what sentences call the primitive */
export function hindranceOn(
  s: ReadonlyModel,
  why: ReadonlyWhy,
  rsc: ReadonlyPrimitive,
  it: string,
  { node, trace }: Candidate,
): NodeHindrance {
  const away = unavailableReasons(s, node);
  if (away.length > 0) return { reasons: away, consequence: false };
  const bans = bansOf(why, rsc, { trace }, node).filter((t) => t.score <= MINUS_INFINITY);
  const own = bans.filter((t) => t.cause.kind !== "colocated");
  const decisive = own.find((t) => !isConsequence(t)) ?? own[0] ?? bans[0];
  if (decisive === undefined) {
    const against = entries(trace).find((t) => t.score < 0);
    return {
      reasons: against === undefined ? [] : [causeReason({ s, rsc, node, who: it }, against)],
      consequence: false,
    };
  }
  const about = { s, rsc, node, who: it };
  const reasons = [causeReason(about, decisive)];
  const { cause } = decisive;
  if (cause.kind === "colocated" && cause.dependent.kind === "primitive") {
    // What must be with it cannot be there; that has a reason of its own.
    const theirs = bansOf(why, cause.dependent, { trace: why.traceOf(cause.dependent.allowed, node) }, node).find(
      (t) => t.score <= MINUS_INFINITY && OWN_CAUSES.has(t.cause.kind),
    );
    if (theirs !== undefined)
      return {
        reasons: [causeReason({ s, rsc: cause.dependent, node, who: cause.dependent.id }, theirs)],
        consequence: false,
      };
  }
  if (cause.kind !== "colocation" || cause.colocation.score < 0)
    return { reasons, consequence: isConsequence(decisive) };
  const target = isPartOf(cause.primary, cause.colocation.primary) ? cause.colocation.primary : cause.primary;
  if (placesOf(target, cause.colocation.primaryRole).length > 0) return { reasons, consequence: true };
  return { reasons, waitsFor: { colocation: cause.colocation, primary: target }, consequence: false };
}

const OWN_CAUSES: ReadonlySet<string> = new Set(["location", "failures", "operation", "discovery", "ticket"]);

/** It follows from where others are, not from the node. */
function isConsequence({ cause }: Trace): boolean {
  return cause.kind === "instance" || (cause.kind === "colocation" && cause.colocation.score >= 0);
}

/** A ban of the whole resource is the reason for the ban of its instance. */
function bansOf(
  why: ReadonlyWhy,
  rsc: ReadonlyResource,
  { trace }: { readonly trace: Trace | undefined },
  node: Candidate["node"],
): Trace[] {
  return entries(trace).flatMap((entry): Trace[] => {
    const whole = rsc.parent;
    if (entry.cause.kind !== "instance" || entry.cause.because !== "whole" || whole === undefined) return [entry];
    const theirs = bansOf(why, whole, { trace: why.traceOf(whole.allowed, node) }, node);
    return theirs.length > 0 ? theirs : [entry];
  });
}
