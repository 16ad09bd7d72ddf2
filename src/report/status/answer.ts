/** The answer to `status`: of the whole cluster, or of the one resource or node that was named. */
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import type { Reading } from "../../scheduler/reading.ts";
import type { Freshness, NodeDetail, ResourceDetail } from "./detail.ts";
import type { ClusterStatus, FencingStatus, StateReason, Verdict } from "./document.ts";
import { type FencingRecord, newestFencings, withFailedFencing } from "./fencing.ts";
import { nodeDetail } from "./node-detail.ts";
import { statusDocument } from "./page.ts";
import { resourceDetail } from "./resource-detail.ts";
import { rootCausesOf, withRootCauses } from "./root-causes.ts";
import { verdictOf } from "./verdict.ts";
import { windowsOf } from "./windows.ts";

export type StatusAnswer = ClusterStatus | ResourceDetail | NodeDetail;

type Fresh = Omit<Freshness, "now">;

/**
 * The whole cluster's answer. A CIB that no run of the scheduler survives is a failure, with the reason.
 * @param fencings the cluster's fencing history; undefined where it is not known
 */
export function clusterStatusOf(
  reading: Reading,
  fresh: Fresh,
  fencings: readonly FencingRecord[] | undefined,
): ClusterStatus {
  const fencing = fencings === undefined ? null : newestFencings(fencings);
  const { planned, judged } = judgementOf(reading, fencing);
  const status = statusDocument(reading.model);
  const verdict = withRootCauses(judged(verdictOf(status, reading.model, planned)), reading);
  const causes = rootCausesOf(reading, status.resources);
  const windows = windowsOf(reading.model);
  const now = reading.moment.now;
  return { document: "status", version: 3, ...verdict, ...status, causes, windows, fencing, ...fresh, now };
}

/**
 * @param fencings the cluster's fencing history; undefined where it is not known
 * @returns undefined when there is no resource or node of that name
 */
export function statusAnswerOf(
  reading: Reading,
  fresh: Fresh,
  name: string | undefined,
  fencings: readonly FencingRecord[] | undefined,
): StatusAnswer | undefined {
  if (name === undefined) return clusterStatusOf(reading, fresh, fencings);
  const { model } = reading;
  const fencing = fencings === undefined ? null : newestFencings(fencings);
  const { planned, judged } = judgementOf(reading, fencing);
  const freshness: Freshness = { ...fresh, now: reading.moment.now };
  const detail =
    resourceDetail(model, planned, name, freshness) ??
    nodeDetail(model, planned, statusDocument(model), name, { freshness, fencing });
  return detail === undefined ? undefined : { ...detail, ...withRootCauses(judged(detail), reading) };
}

/** What the scheduler makes of a CIB, and what that and the fencing history do to a verdict. */
function judgementOf(
  { model, planned }: Reading,
  fencing: readonly FencingStatus[] | null,
): {
  readonly planned: ReadonlyModel;
  readonly judged: (verdict: Verdict) => Verdict;
} {
  const fenced = (reasons: readonly StateReason[]): readonly StateReason[] =>
    fencing === null ? reasons : withFailedFencing(reasons, fencing);
  if (!(planned instanceof UndecidableError))
    return { planned: planned.model, judged: ({ state, reasons }) => ({ state, reasons: fenced(reasons) }) };
  const undecidable: StateReason = { code: "undecidable", text: planned.message };
  return {
    planned: model,
    judged: ({ reasons }) => ({ state: "failed", reasons: [undecidable, ...fenced(reasons)] }),
  };
}
