/** Planning: what a desired configuration would change in a cluster, worked out by scheduling twice. */
import { diffConfiguration } from "../cib/diff.ts";
import { applyPatch, type Patch } from "../cib/patch.ts";
import type { Element } from "../cib/tree.ts";
import type { Snapshot } from "../cluster/port.ts";
import { OWNERSHIP_TAG } from "../manifest/ownership.ts";
import { secretValues } from "../report/plan/differences.ts";
import type { Plan } from "../report/plan/document.ts";
import { readPlan } from "../report/plan/read.ts";
import { schedule } from "../scheduler/schedule.ts";

/** Where Holdfast notes what a manifest owns. */
const OWN_RECORDS: ReadonlySet<string> = new Set([OWNERSHIP_TAG]);

export interface PlannedChange {
  readonly plan: Plan;
  /** What `apply` commits. */
  readonly patch: Patch;
}

/**
 * @param desired the whole CIB as it should be; only its configuration counts
 * @param secrets values never to be shown, besides those whose names tell
 */
export function planChange(
  snapshot: Snapshot,
  desired: Element,
  secrets: ReadonlySet<string> = new Set(),
): PlannedChange {
  const patch = diffConfiguration(snapshot.cib, desired);
  const applied = applyPatch(snapshot.cib, { changes: patch.changes });
  if (!applied.ok) throw new Error(`a patch does not fit the CIB it was made from: ${applied.problem.message}`);
  const now = Math.floor(snapshot.at / 1000);
  const hidden = new Set([...secrets, ...secretValues(snapshot.cib), ...secretValues(applied.cib)]);
  const plan = readPlan({
    cib: snapshot.cib,
    patch,
    before: schedule(snapshot.cib, { now }),
    after: schedule(applied.cib, { now }),
    secrets: hidden,
    unsaid: OWN_RECORDS,
  });
  return { plan, patch };
}
