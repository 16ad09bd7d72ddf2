/** Failures that ban a resource from a node: how many, against which threshold, and when they expire. */
import { formatMoment } from "../../cib/value/date.ts";
import { msToSeconds } from "../../cib/value/duration.ts";
import { formatScore, INFINITY } from "../../cib/value/score.ts";
import type { ReadonlyResource } from "../../scheduler/model/read-only.ts";
import { failCount } from "../../scheduler/status/failcounts.ts";
import type { Reason } from "./document.ts";
import type { Subject } from "./place-text.ts";
import { failCountReferences, metaReference } from "./references.ts";

/** `of` failed on the subject's node as often as its migration-threshold allows. */
export function failuresReason({ s, rsc, node, who: it = "it" }: Subject, of: ReadonlyResource): Reason {
  const { count, last } = failCount(s, of, node, { effective: true, launched: true });
  const times =
    count >= INFINITY
      ? "with a fail count of INFINITY (as after a failed start or stop)"
      : `${count} time${count === 1 ? "" : "s"}`;
  const expiry = expiryText(of, last);
  const who = of === rsc ? it : of.id;
  return {
    code: "failures",
    text: `${who} failed on ${node.name} ${times}, and migration-threshold is ${formatScore(of.migrationThreshold)}${expiry === "" ? "" : `; that expires ${expiry}`}`,
    // A fail count of INFINITY reaches any threshold.
    references: [
      ...failCountReferences(s, of, node),
      ...(count >= INFINITY ? [] : metaReference(s, of, "migration-threshold")),
    ],
  };
}

/** Failures are forgotten once more than failure-timeout has passed since the last one. */
export function expiryText({ failureTimeout }: ReadonlyResource, last: number): string {
  if (failureTimeout <= 0 || last <= 0) return "";
  const seconds = msToSeconds(failureTimeout);
  return `at ${formatMoment(last + seconds)} (failure-timeout=${seconds}s)`;
}
