/** Begins a run, continues one, pauses one, takes one back. */
import { randomBytes } from "node:crypto";
import {
  type Cover,
  coverOf,
  coversNothing,
  coverText,
  EVERYTHING,
  type Lease,
  leasesIn,
  NOTHING,
  withoutLease,
} from "../../cib/lease.ts";
import { hasEnded, hasRoomFor, type RunRecord, withoutTraces, withRun } from "../../cib/run-record.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import { editCluster } from "../edit.ts";
import { type TakeOptions, takeLease } from "../lease/hold/take.ts";
import { type CarryOptions, carryRun, type RunOutcome } from "./engine.ts";
import type { RunLook, RunRequest } from "./kind/kind.ts";
import { kindCalled } from "./kinds/kinds.ts";
import { RUN_TTL } from "./limits.ts";
import { Looks } from "./looks.ts";
import { namedRun } from "./named-run.ts";
import { type Prepared, prepareRun, refuseIll } from "./prepare-run.ts";

export interface BeginOptions extends CarryOptions {
  readonly why: string;
  /** The process that carries it. */
  readonly process: string;
  readonly isGone: TakeOptions["isGone"];
  /** Milliseconds to wait for others who touch the same; 0 refuses at once. */
  readonly queue: number;
  /** Who is waited for. */
  readonly waiting?: TakeOptions["tell"];
  /** The engine of the cluster carries it from its beginning on: `carryDetached`. */
  readonly detach?: boolean;
}

/** Letters of a run's id. */
const ID_BYTES = 3;

/**
 * Begins a run and carries it to its end, or until it pauses. Rejects with `leased` while others touch the same, `unsafe` when
 * what it is about is not whole.
 */
export async function startRun(cluster: Cluster, request: RunRequest, options: BeginOptions): Promise<RunOutcome> {
  const id = newRunId();
  const lease = await leaseOf(cluster, id, request, options);
  return carryOrLeave(cluster, id, lease.token, options);
}

/** An id that no other run has. */
export const newRunId = (): string => randomBytes(ID_BYTES).toString("hex");

interface LeaseOptions extends BeginOptions {
  /**
   * What it would touch by the configuration that it is planned for: when that has moved, and others have a lease on it, that is
   * waited for.
   */
  readonly covers?: () => Cover;
}

/** Takes the lease of a run, and begins it in the same commit. Rejects with `conflict` where it was planned for another version. */
export function leaseOf(cluster: Cluster, id: string, request: RunRequest, options: LeaseOptions): Promise<Lease> {
  let last: { readonly look: RunLook; readonly prepared: Prepared } | undefined;
  const looks = new Looks();
  // While others are waited for it is asked every second, mostly of the same configuration.
  const prepare = (snapshot: Snapshot): Prepared => {
    const look = looks.of(snapshot);
    if (last?.look.reading !== look.reading) last = { look, prepared: prepareRun(look, request, id) };
    return last.prepared;
  };
  const { who, why } = options;
  return takeLease(
    cluster,
    {
      name: id,
      owner: who,
      process: options.process,
      why: why === "" ? `run ${request.kind}` : why,
      ttl: RUN_TTL,
      covers: (snapshot) => coversOf(snapshot, prepare, options.covers),
      also: (cib, _, snapshot) => {
        const { begun, ...rest } = refuseIll(prepare(snapshot));
        return withRun(begun.first?.(cib) ?? cib, newRecord({ begun, ...rest }, { id, request, who, why, snapshot }));
      },
    },
    takeOptions(options),
  );
}

/** A run that is left has no lease until the engine takes it. */
export async function carryOrLeave(
  cluster: Cluster,
  id: string,
  token: string,
  options: BeginOptions,
): Promise<RunOutcome> {
  const { who, limits } = options;
  if (options.detach !== true) return carryRun(cluster, id, token, options);
  let left: RunRecord | undefined;
  await editCluster(cluster, { who, why: `run ${id}: left to the engine`, lease: token }, (cib) => {
    left = { ...namedRun(cib, id), detached: limits };
    return withoutLease(withRun(cib, left), id);
  });
  if (left === undefined) throw new Error("a run was left that was never looked at");
  return { record: left };
}

const takeOptions = ({ pace, isGone, queue, signal, waiting }: BeginOptions): TakeOptions => ({
  pace,
  isGone,
  wait: queue,
  signal,
  ...(waiting === undefined ? {} : { tell: waiting }),
});

/**
 * What others are doing may be why it cannot be begun now, such as a resource that they have just stopped: while there are
 * leases, their ends are waited for.
 * @param moved what it touches, where the configuration is not the one any more that it is planned for
 */
function coversOf(
  snapshot: Snapshot,
  prepare: (snapshot: Snapshot) => Prepared,
  moved: (() => Cover) | undefined,
): Cover {
  try {
    return prepare(snapshot).covers;
  } catch (error) {
    if (!(error instanceof HoldfastError) || leasesIn(snapshot.cib).length === 0) throw error;
    if (["invalid", "unsafe"].includes(error.code)) return EVERYTHING;
    if (error.code === "conflict" && moved !== undefined) return moved();
    throw error;
  }
}

function newRecord(
  { begun, covers, whole }: Prepared,
  about: {
    readonly id: string;
    readonly request: RunRequest;
    readonly who: string;
    readonly why: string;
    readonly snapshot: Snapshot;
  },
): RunRecord {
  const { id, request, who, why, snapshot } = about;
  const record: RunRecord = {
    id,
    kind: request.kind,
    state: "running",
    who,
    why,
    title: begun.title,
    since: Math.floor(snapshot.at / 1000),
    covers: coverText(covers),
    whole,
    memory: begun.memory,
    did: [],
    of: begun.items.length,
  };
  const items = begun.items.map((item) => item.id);
  if (hasRoomFor(record, items)) return record;
  throw new HoldfastError("unsupported", `${items.length} steps are more than the journal of a run has room for`, {
    hint: "make it in several parts",
  });
}

/** Continues a run that is paused, or whose process is gone. Rejects with `missing`, or `leased` while another carries it. */
export async function resumeRun(cluster: Cluster, id: string, options: BeginOptions): Promise<RunOutcome> {
  const lease = await takeOver(cluster, id, options, (cib, run) => {
    const { reason: _, ...rest } = run;
    const memory = kindCalled(run.kind).resumed?.(run) ?? run.memory;
    return withRun(cib, { ...rest, memory, state: "running" });
  });
  return carryOrLeave(cluster, id, lease.token, options);
}

/**
 * Takes back what a run has added, and what its kind can take back besides; it is over then.
 * @param force also where that takes replicas down together, which rejects with `unsafe` otherwise
 */
export async function undoRun(cluster: Cluster, id: string, options: BeginOptions, force = false): Promise<RunRecord> {
  let undone: RunRecord | undefined;
  await takeOver(cluster, id, options, (cib, run, snapshot) => {
    const without = withoutLease(withoutTraces(cib, id), id);
    const back = kindCalled(run.kind).undo?.(without, run, { snapshot, force }) ?? without;
    undone = { ...run, state: "undone", reason: `by ${options.who}`, ended: Math.floor(snapshot.at / 1000) };
    return withRun(back, undone);
  });
  if (undone === undefined) throw new Error("a run was taken over that was never looked at");
  await kindCalled(undone.kind).undone?.(cluster, undone);
  return undone;
}

async function takeOver(
  cluster: Cluster,
  id: string,
  options: BeginOptions,
  change: (cib: Element, run: RunRecord, snapshot: Snapshot) => Element,
): Promise<Lease> {
  const { who, why, process } = options;
  const covers = (snapshot: Snapshot): Cover => {
    const run = unfinished(snapshot.cib, id);
    const held = leasesIn(snapshot.cib).find((l) => l.name === id)?.covers;
    const own = held ?? coverOf(run.covers);
    return coversNothing(own) ? { ...NOTHING, resources: run.whole } : own;
  };
  const also = (cib: Element, _: Lease, snapshot: Snapshot): Element =>
    change(cib, unfinished(snapshot.cib, id), snapshot);
  const reason = why === "" ? "run resume" : why;
  const request = { name: id, owner: who, process, why: reason, ttl: RUN_TTL, covers, also };
  return takeLease(cluster, request, takeOptions(options));
}

/** Throws `missing`, or `invalid` for one that is over. */
function unfinished(cib: Element, id: string): RunRecord {
  const run = namedRun(cib, id);
  if (hasEnded(run)) throw new HoldfastError("invalid", `run ${id} is over: ${run.state}`);
  return run;
}

/** Has a run stop where it is: what it has added goes, and the process that carries it sees that. */
export async function pauseRun(
  cluster: Cluster,
  id: string,
  { who, why }: { readonly who: string; readonly why: string },
): Promise<RunRecord> {
  let paused: RunRecord | undefined;
  await editCluster(cluster, { who, why: `run pause ${id}: ${why}` }, (cib) => {
    const run = unfinished(cib, id);
    paused = { ...run, state: "paused", reason: why === "" ? `by ${who}` : `by ${who}: ${why}` };
    return withRun(withoutLease(withoutTraces(cib, id), id), paused);
  });
  if (paused === undefined) throw new Error("a run was paused that was never looked at");
  return paused;
}
