/** One change of a real cluster: foretold, applied, waited for, and what the cluster did meanwhile. */
import { setTimeout as sleep } from "node:timers/promises";
import { applyChange } from "../../../src/change/apply.ts";
import { planChange } from "../../../src/change/plan/plan.ts";
import type { Cluster } from "../../../src/cluster/port.ts";
import type { Plan } from "../../../src/report/plan/document.ts";
import { type Configuration, withDrawn } from "./configuration.ts";
import { type RecordedTransition, recordMark, recordSince } from "./record.ts";

export interface Change {
  readonly plan: Plan;
  readonly transitions: readonly RecordedTransition[];
  readonly seconds: number;
}

const PATIENCE = 90_000;

/** Undefined when there is nothing to change. */
export async function change(cluster: Cluster, dc: string, wanted: Configuration): Promise<Change | undefined> {
  const snapshot = await cluster.read();
  const desired = withDrawn(snapshot.cib, wanted);
  const planned = planChange(snapshot, desired);
  if (planned.patch.changes.length === 0) return undefined;
  const mark = recordMark(dc);
  const start = performance.now();
  await applyChange(cluster, planned, desired, { who: "test", why: "a random change" });
  const transitions = await untilIdle(dc, mark);
  return { plan: planned.plan, transitions, seconds: (performance.now() - start) / 1000 };
}

/** Idle, and still so a moment later: an agent may have a word to say when it has done its work. */
async function untilIdle(dc: string, mark: number): Promise<readonly RecordedTransition[]> {
  const deadline = performance.now() + PATIENCE;
  let before: readonly RecordedTransition[] | undefined;
  for (;;) {
    const now = recordSince(dc, mark);
    if (now !== undefined && now.length === before?.length) return now;
    before = now;
    if (performance.now() > deadline) throw new Error("the cluster does not come to rest");
    await sleep(300);
  }
}
