/** A run that is planned for one version of the configuration, and planned again where that moves before it is begun. */
import { type Cover, type Lease, leasesIn, sharedBy } from "../../cib/lease.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import { readingOf } from "../../scheduler/reading.ts";
import type { RunOutcome } from "./engine.ts";
import type { RunRequest } from "./kind/kind.ts";
import { prepareRun } from "./prepare-run.ts";
import { type BeginOptions, carryOrLeave, leaseOf, newRunId } from "./start.ts";

/** A run that is made for one version of the configuration. */
export interface PlannedRun {
  readonly request: RunRequest;
  /** What it was planned for. */
  readonly planned: Snapshot;
  /** Plans it for the cluster as it is now. Rejects with `conflict` where something else would follow. */
  readonly again: () => Promise<PlannedRun>;
}

/**
 * As `startRun`, of a run that is planned again whenever the configuration has moved while others were waited for, which
 * their own changes do. Without a queue that is a conflict.
 */
export async function startPlanned(cluster: Cluster, first: PlannedRun, options: BeginOptions): Promise<RunOutcome> {
  const id = newRunId();
  const until = options.pace.now() + options.queue;
  const waitedFor = new Set<string>();
  for (let run = first; ; ) {
    const { request, planned } = run;
    const covers = (): Cover => prepareRun({ snapshot: planned, reading: readingOf(planned) }, request, id).covers;
    const queue = Math.max(0, until - options.pace.now());
    const moved = options.queue > 0 ? { covers } : {};
    const lease = await unlessMoved(leaseOf(cluster, id, request, { ...options, queue, ...moved }), () => {
      return options.pace.now() < until && !options.signal.aborted;
    });
    if (lease !== undefined) return carryOrLeave(cluster, id, lease.token, options);
    run = await plannedAgain(cluster, run, covers, waitedFor);
  }
}

const isConflict = (error: unknown): boolean => error instanceof HoldfastError && error.code === "conflict";

/** Undefined for a conflict, while it may be tried again. */
async function unlessMoved(lease: Promise<Lease>, isTriedAgain: () => boolean): Promise<Lease | undefined> {
  try {
    return await lease;
  } catch (error) {
    if (isConflict(error) && isTriedAgain()) return undefined;
    throw error;
  }
}

/** @param waitedFor tokens of leases that were waited for already because of what differed: each is once, it may be a dead one's */
async function plannedAgain(
  cluster: Cluster,
  run: PlannedRun,
  covers: () => Cover,
  waitedFor: Set<string>,
): Promise<PlannedRun> {
  try {
    return await run.again();
  } catch (error) {
    if (!isConflict(error)) throw error;
    // What differs may be the doing of the next one, who was faster: that is waited for, too.
    const { cib } = await cluster.read();
    const own = covers();
    const next = leasesIn(cib).filter((l) => !waitedFor.has(l.token) && sharedBy(l.covers, own).length > 0);
    if (next.length === 0) throw error;
    for (const { token } of next) waitedFor.add(token);
    return run;
  }
}
