/** The answer to `status`: of the whole cluster, or of the one resource or node that was named. */
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import type { Reading } from "../../scheduler/reading.ts";
import { heldIn } from "../held/read.ts";
import type { Freshness, NodeDetail, ResourceDetail } from "./detail.ts";
import type { ClusterStatus, StateReason, Verdict } from "./document.ts";
import { type FencingRecord, newestFencings } from "./fencing.ts";
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
  const { planned, judged } = judgementOf(reading);
  const status = statusDocument(reading.model);
  const verdict = withRootCauses(judged(verdictOf(status, reading.model, planned, fencings ?? [])), reading);
  const causes = rootCausesOf(reading, status.resources);
  const windows = windowsOf(reading.model);
  const now = reading.moment.now;
  const held = heldIn(reading.model.cib, now);
  return { document: "status", version: 3, ...verdict, ...status, causes, windows, held, fencing, ...fresh, now };
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
  const { planned, judged } = judgementOf(reading);
  const circumstances = { freshness: { ...fresh, now: reading.moment.now }, fencings };
  const detail =
    resourceDetail(model, planned, name, circumstances) ??
    nodeDetail(model, planned, statusDocument(model), name, circumstances);
  return detail === undefined ? undefined : { ...detail, ...withRootCauses(judged(detail), reading) };
}

/** What the scheduler makes of a CIB, and what it does to a verdict if it makes nothing of it. */
function judgementOf({ model, planned }: Reading): {
  readonly planned: ReadonlyModel;
  readonly judged: (verdict: Verdict) => Verdict;
} {
  if (!(planned instanceof UndecidableError))
    return { planned: planned.model, judged: ({ state, reasons }) => ({ state, reasons }) };
  const undecidable: StateReason = { code: "undecidable", text: planned.message };
  return { planned: model, judged: ({ reasons }) => ({ state: "failed", reasons: [undecidable, ...reasons] }) };
}
