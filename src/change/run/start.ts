/** Begins a run, continues one, pauses one, takes one back. */
import { randomBytes } from "node:crypto";
import { keepsRecords } from "../../cib/change-record.ts";
import {
  type Cover,
  coverOf,
  coversNothing,
  coverText,
  EVERYTHING,
  joined,
  type Lease,
  leasesIn,
  NOTHING,
  withoutLease,
} from "../../cib/lease.ts";
import { hasEnded, hasRoomFor, type RunRecord, withoutTraces, withRun } from "../../cib/run-record.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import type { Reading } from "../../scheduler/reading.ts";
import { editCluster } from "../edit.ts";
import { type TakeOptions, takeLease } from "../lease/hold/take.ts";
import { actedOn, touchedBy } from "../lease/touched.ts";
import { type PlannedChange, planChange } from "../plan/plan.ts";
import { whereaboutsIn } from "../verbs/place.ts";
import { type CarryOptions, carryRun, type RunOutcome } from "./engine.ts";
import { notWhole } from "./gates.ts";
import type { Begun, RunLook, RunRequest } from "./kind/kind.ts";
import { kindCalled } from "./kinds/kinds.ts";
import { RUN_TTL } from "./limits.ts";
import { Looks } from "./looks.ts";
import { namedRun } from "./named-run.ts";
import { planBack } from "./taken-back.ts";

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
  const id = randomBytes(ID_BYTES).toString("hex");
  let last: { readonly look: RunLook; readonly prepared: Prepared } | undefined;
  const looks = new Looks();
  // While others are waited for it is asked every second, mostly of the same configuration.
  const prepare = (snapshot: Snapshot): Prepared => {
    const look = looks.of(snapshot);
    if (last?.look.reading !== look.reading) last = { look, prepared: prepareRun(look, request, id) };
    return last.prepared;
  };
  const { who, why } = options;
  const lease = await takeLease(
    cluster,
    {
      name: id,
      owner: who,
      process: options.process,
      why: why === "" ? `run ${request.kind}` : why,
      ttl: RUN_TTL,
      covers: (snapshot) => coversOf(snapshot, prepare),
      also: (cib, _, snapshot) => {
        const { begun, ...rest } = refuseIll(prepare(snapshot));
        return withRun(begun.first?.(cib) ?? cib, newRecord({ begun, ...rest }, { id, request, who, why, snapshot }));
      },
    },
    takeOptions(options),
  );
  return carryOrLeave(cluster, id, lease.token, options);
}

/** A run that is left has no lease until the engine takes it. */
async function carryOrLeave(cluster: Cluster, id: string, token: string, options: BeginOptions): Promise<RunOutcome> {
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

export interface Prepared {
  readonly begun: Begun;
  readonly covers: Cover;
  /** Resources of those that are whole now. */
  readonly whole: readonly string[];
  /** Why what it is about is not whole. */
  readonly ill: string | undefined;
  /** Which replicas would go down together. */
  readonly rough: string | undefined;
}

/** Throws `unsafe` when what it is about is not whole, or replicas would go down together. */
export function refuseIll(prepared: Prepared): Prepared {
  const { ill, rough } = prepared;
  if (rough !== undefined)
    throw new HoldfastError("unsafe", `not begun: ${rough}`, {
      hint: "with interleave=true on both, replicas wait for their own node's alone",
    });
  if (ill === undefined) return prepared;
  throw new HoldfastError("unsafe", `not begun: ${ill}`, {
    hint: "holdfast explain tells why, holdfast wait waits",
  });
}

/**
 * What others are doing may be why it cannot be begun now, such as a resource that they have just stopped: while there are
 * leases, their ends are waited for.
 */
function coversOf(snapshot: Snapshot, prepare: (snapshot: Snapshot) => Prepared): Cover {
  try {
    return prepare(snapshot).covers;
  } catch (error) {
    const passing = error instanceof HoldfastError && ["invalid", "unsafe"].includes(error.code);
    if (passing && leasesIn(snapshot.cib).length > 0) return EVERYTHING;
    throw error;
  }
}

/** What a run would be, on a cluster as it is. */
export function prepareRun(look: RunLook, { kind, args }: RunRequest, id: string): Prepared {
  const { snapshot, reading } = look;
  if (!keepsRecords(snapshot.cib))
    throw new HoldfastError("unsupported", "the cluster's schema is too old to keep the journal of a run", {
      hint: "cibadmin --upgrade",
    });
  const begun = kindCalled(kind).begin(args, look, id);
  const [ill] = notWhole(reading, begun.services);
  // Also where the first step does nothing yet: an edit begins with the maintenance of what it is about.
  const on = [...new Set(begun.services.flatMap((id) => whereaboutsIn(reading, id, false)))];
  const own: Cover = { ...NOTHING, resources: begun.services, nodes: begun.nodes, on };
  const steps = begun.items.map(({ edit, replicaOf }, i) => {
    if (edit === undefined) return { covers: NOTHING, rough: undefined };
    const isLast = !begun.items.slice(i + 1).some((later) => later.replicaOf === replicaOf);
    return firstStep(snapshot, edit(snapshot.cib), { replicaOf, isLast });
  });
  const covers = steps.reduce((all, step) => joined(all, step.covers), own);
  const rough = steps.find((step) => step.rough !== undefined)?.rough;
  return { begun, covers, whole: wholeOf(reading, begun.services, covers), ill, rough };
}

/**
 * What the first step of an item touches, and for the last replica of a resource also what it touches to start it again, which
 * is the same for the others.
 */
function firstStep(
  snapshot: Snapshot,
  desired: Element,
  { replicaOf, isLast }: { readonly replicaOf: string | undefined; readonly isLast: boolean },
): { readonly covers: Cover; readonly rough: string | undefined } {
  let planned: PlannedChange | undefined;
  const covers = touchedBy(snapshot, desired, () => {
    planned = planChange(snapshot, desired);
    return planned;
  });
  if (replicaOf === undefined || planned === undefined) return { covers, rough: undefined };
  const back = isLast ? planBack(snapshot, planned.cib) : undefined;
  const [first] = [...planned.plan.together, ...(back?.plan.together ?? [])];
  const all = back === undefined ? covers : joined(covers, actedOn(snapshot, back));
  if (first === undefined) return { covers: all, rough: undefined };
  const { resource, instances, of } = first;
  const rough = `with a replica of ${replicaOf} ${instances.length} of ${of} replicas of ${resource} would go down together`;
  return { covers: all, rough };
}

function wholeOf(reading: Reading, services: readonly string[], { resources }: Cover): string[] {
  return [...new Set([...services, ...resources])].filter((id) => notWhole(reading, [id]).length === 0);
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
