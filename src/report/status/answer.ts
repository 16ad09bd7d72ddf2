/** The answer to `status`: of the whole cluster, or of the one resource or node that was named. */
import { UndecidableError } from "../../scheduler/model/undecidable.ts";
import type { Reading } from "../../scheduler/reading.ts";
import type { Freshness, NodeDetail, ResourceDetail } from "./detail.ts";
import type { ClusterStatus, Verdict } from "./document.ts";
import { nodeDetail } from "./node-detail.ts";
import { readStatus } from "./read.ts";
import { resourceDetail } from "./resource-detail.ts";
import { verdictOf } from "./verdict.ts";

export type StatusAnswer = ClusterStatus | ResourceDetail | NodeDetail;

/** @returns undefined when there is no resource or node of that name */
export function statusAnswerOf(
  reading: Reading,
  fresh: Omit<Freshness, "now">,
  name: string | undefined,
): StatusAnswer | undefined {
  const { model, planned: decision } = reading;
  const freshness: Freshness = { ...fresh, now: reading.moment.now };
  const undecidable = decision instanceof UndecidableError ? decision.message : undefined;
  const planned = decision instanceof UndecidableError ? model : decision.model;
  const judged = ({ state, reasons }: Verdict): Verdict =>
    undecidable === undefined
      ? { state, reasons }
      : { state: "failed", reasons: [{ code: "undecidable", text: undecidable }, ...reasons] };
  const status = readStatus(model);
  if (name === undefined) {
    const verdict = judged(verdictOf(status, model, planned));
    return { document: "status", version: 2, ...verdict, ...status, ...freshness };
  }
  const detail = resourceDetail(model, planned, name, freshness) ?? nodeDetail(model, planned, status, name, freshness);
  return detail === undefined ? undefined : { ...detail, ...judged(detail) };
}
