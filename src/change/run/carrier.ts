/**
 * Carries runs that were begun with `--detach` in the process of the cluster's engine: such a run has no lease, or that of an
 * engine which has ended. One that is paused waits for a person.
 */
import { leasesIn } from "../../cib/lease.ts";
import { type RunRecord, runsIn } from "../../cib/run-record.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import { LOOK } from "./limits.ts";
import { type BeginOptions, resumeRun } from "./start.ts";

type CarrierOptions = Omit<BeginOptions, "limits" | "queue" | "why" | "detach">;

/** Until the signal is aborted: then the runs stay as they are, and the next engine continues them. */
export async function carryDetached(cluster: Cluster, options: CarrierOptions): Promise<void> {
  const { pace, signal } = options;
  const carried = new Set<string>();
  // Not interrupted, which would pause it: it waits for an answer that does not come any more.
  const own = { ...options, signal: new AbortController().signal, pace: { ...pace, sleep: sleepUntil(options) } };
  while (!signal.aborted) {
    const snapshot = await cluster.read().catch(unlessKnown);
    for (const { id, detached } of snapshot === undefined ? [] : orphansIn(snapshot, options.isGone)) {
      if (detached === undefined || carried.has(id)) continue;
      carried.add(id);
      void resumeRun(cluster, id, { ...own, limits: detached, why: "", queue: 0 })
        .catch(unlessKnown)
        .finally(() => carried.delete(id));
    }
    await pace.sleep(LOOK, signal);
  }
}

function orphansIn({ cib }: Snapshot, isGone: (process: string) => boolean): RunRecord[] {
  const leases = new Map(leasesIn(cib).map((lease) => [lease.name, lease]));
  return runsIn(cib).filter(({ id, state, detached }) => {
    const process = leases.get(id)?.process;
    const isFree = !leases.has(id) || (process !== undefined && isGone(process));
    return detached !== undefined && state === "running" && isFree;
  });
}

/** Sleeps that never end once the signal is aborted, and keep no process alive. */
const sleepUntil =
  ({ pace, signal }: CarrierOptions) =>
  async (ms: number): Promise<void> => {
    await pace.sleep(ms, signal);
    if (signal.aborted) await new Promise<never>(() => undefined);
  };

/** What others hold, or what cannot be reached, is tried again at the next look. */
function unlessKnown(error: unknown): undefined {
  if (error instanceof HoldfastError) return undefined;
  throw error;
}
