/** Plans a change: schedules the current and the desired configuration, and compares the results. */
import { secretValues } from "../../cib/masked.ts";
import { isOwnRecord } from "../../cib/own-records.ts";
import { diffConfiguration } from "../../cib/patch/diff.ts";
import { applyPatch, type Patch } from "../../cib/patch/patch.ts";
import type { Problem } from "../../cib/problem.ts";
import { child, type Element } from "../../cib/xml/tree.ts";
import type { Snapshot } from "../../cluster/port.ts";
import { OWNERSHIP_TAG, ownedIds } from "../../manifest/merge/ownership.ts";
import { changesOf } from "../../report/changes/trace.ts";
import type { Ids, Locate } from "../../report/plan/differences.ts";
import type { Plan, UnlikeProfile } from "../../report/plan/document.ts";
import { makePlan, type PlanInput } from "../../report/plan/read.ts";
import type { Transition } from "../../scheduler/graph/transition.ts";
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import { type Reading, readingOf } from "../../scheduler/reading.ts";
import { schedule } from "../../scheduler/schedule.ts";
import { WhyRecorder } from "../../scheduler/why/recorder.ts";
import { checkOutlook } from "./crash-ahead.ts";

/** What Holdfast records for itself: what a manifest owns, who made the last change, leases and runs. */
export const OWN_RECORDS: Ids = { has: (id) => id === OWNERSHIP_TAG || isOwnRecord(id) };

export interface PlannedChange {
  readonly plan: Plan;
  /** The patch that `apply` commits. */
  readonly patch: Patch;
  /** The whole desired CIB, and the actions that would follow. */
  readonly cib: Element;
  readonly transition: Transition;
}

export interface PlanOptions {
  /** Secret values, besides those that their names mark as secret. */
  readonly secrets?: ReadonlySet<string>;
  /** The file and line of a part of the desired configuration. */
  readonly locate?: Locate;
  /** Of the file that describes the configuration. */
  readonly warnings?: readonly Problem[];
  /** The file is a manifest, and what it does not own is not its business. */
  readonly ofManifest?: boolean;
  /** What the manifest's profile would set, and the cluster has otherwise. */
  readonly unlikeProfile?: readonly UnlikeProfile[];
}

/** A cluster whose scheduler crashes takes no actions; a plan must still be possible, to repair it. */
function asItIs({ model, planned }: Reading): Pick<PlanInput, "before" | "due"> {
  return planned instanceof UndecidableError
    ? { before: model, due: { nodes: [], resources: [] } }
    : { before: planned.model, due: changesOf(planned.model) };
}

/**
 * @param desired the whole desired CIB; only its configuration is used
 * @throws UndecidableError for a configuration that crashes Pacemaker's scheduler
 */
export function planChange(snapshot: Snapshot, desired: Element, options: PlanOptions = {}): PlannedChange {
  const { secrets = [], locate, warnings = [], ofManifest, unlikeProfile } = options;
  const patch = diffConfiguration(snapshot.cib, desired);
  const applied = applyPatch(snapshot.cib, { changes: patch.changes });
  if (!applied.ok) throw new Error(`a patch does not fit the CIB it was made from: ${applied.problem.message}`);
  const hidden = new Set([...secrets, ...secretValues(snapshot.cib), ...secretValues(applied.cib)]);
  const why = new WhyRecorder();
  const reading = readingOf(snapshot);
  const { moment } = reading;
  const after = schedule(applied.cib, { ...moment, why });
  checkOutlook(applied.cib, after, moment);
  const plan = makePlan({
    cib: snapshot.cib,
    patch,
    ...asItIs(reading),
    after,
    why,
    secrets: hidden,
    unsaid: OWN_RECORDS,
    locate,
    warnings,
    ofManifest,
    unlikeProfile,
    moment,
    owned: ownedIds(child(applied.cib, "configuration") ?? applied.cib),
    ownedBefore: ownedIds(child(snapshot.cib, "configuration") ?? snapshot.cib),
  });
  return { plan, patch, cib: applied.cib, transition: after.transition };
}
