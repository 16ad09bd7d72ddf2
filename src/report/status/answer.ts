/** The answer to `status`: of the whole cluster, or of the one resource or node that was named. */
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import type { Reading } from "../../scheduler/reading.ts";
import type { Freshness, NodeDetail, ResourceDetail } from "./detail.ts";
import type { ClusterStatus, StateReason, Verdict } from "./document.ts";
import { nodeDetail } from "./node-detail.ts";
import { readStatus } from "./read.ts";
import { resourceDetail } from "./resource-detail.ts";
import { verdictOf } from "./verdict.ts";

export type StatusAnswer = ClusterStatus | ResourceDetail | NodeDetail;

type Fresh = Omit<Freshness, "now">;

/** The whole cluster's answer. A CIB that no run of the scheduler survives is a failure, with the reason. */
export function clusterStatusOf(reading: Reading, fresh: Fresh): ClusterStatus {
  const { planned, judged } = judgementOf(reading);
  const status = readStatus(reading.model);
  const verdict = judged(verdictOf(status, reading.model, planned));
  return { document: "status", version: 2, ...verdict, ...status, ...fresh, now: reading.moment.now };
}

/** @returns undefined when there is no resource or node of that name */
export function statusAnswerOf(reading: Reading, fresh: Fresh, name: string | undefined): StatusAnswer | undefined {
  if (name === undefined) return clusterStatusOf(reading, fresh);
  const { model } = reading;
  const { planned, judged } = judgementOf(reading);
  const freshness: Freshness = { ...fresh, now: reading.moment.now };
  const detail =
    resourceDetail(model, planned, name, freshness) ?? nodeDetail(model, planned, readStatus(model), name, freshness);
  return detail === undefined ? undefined : { ...detail, ...judged(detail) };
}

/** What the scheduler makes of a CIB, and what that does to a verdict. */
function judgementOf({ model, planned }: Reading): {
  readonly planned: ReadonlyModel;
  readonly judged: (verdict: Verdict) => Verdict;
} {
  if (!(planned instanceof UndecidableError))
    return { planned: planned.model, judged: ({ state, reasons }) => ({ state, reasons }) };
  const undecidable: StateReason = { code: "undecidable", text: planned.message };
  return { planned: model, judged: ({ reasons }) => ({ state: "failed", reasons: [undecidable, ...reasons] }) };
}
