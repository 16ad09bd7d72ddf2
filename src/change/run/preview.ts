/** What a run would do: its items, and for each what the scheduler makes of its steps, and how long that takes. */
import type { Snapshot } from "../../cluster/port.ts";
import { durationOf } from "../../report/plan/away.ts";
import type { RunPlan } from "../../report/run/document.ts";
import { readingOf } from "../../scheduler/reading.ts";
import { planChange } from "../plan/plan.ts";
import type { PlannedItem, RunRequest } from "./kind/kind.ts";
import type { Limits } from "./limits.ts";
import { prepareRun, refuseIll } from "./prepare-run.ts";
import { planBack } from "./taken-back.ts";

/** The id of a run that is not begun. */
const NONE = "000000";

/** Throws what the run's beginning would reject with. */
export function previewRun(snapshot: Snapshot, request: RunRequest, { minHealthy }: Limits): RunPlan {
  const { begun, covers } = refuseIll(prepareRun({ snapshot, reading: readingOf(snapshot) }, request, NONE));
  const items = begun.items.map((item) => previewItem(snapshot, item));
  const pauses = (items.length + 1) * minHealthy;
  return {
    document: "run-plan",
    version: 1,
    kind: request.kind,
    title: begun.title,
    touches: covers,
    items,
    estimateMs: items.reduce((sum, { estimateMs }) => sum + estimateMs, pauses),
  };
}

function previewItem(snapshot: Snapshot, { id, text, edit }: PlannedItem): RunPlan["items"][number] {
  if (edit === undefined) return { id, text, interrupts: [], estimateMs: 0 };
  const { plan, cib, transition } = planChange(snapshot, edit(snapshot.cib));
  const down = durationOf(snapshot.cib, transition);
  const interrupts = plan.resources.map(({ because: _, ...change }) => change);
  const back = durationOf(snapshot.cib, planBack(snapshot, cib).transition);
  return { id, text, interrupts, estimateMs: down + back };
}
