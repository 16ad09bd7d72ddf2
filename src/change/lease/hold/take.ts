/**
 * Taking a lease: one commit, made from a reading in which no other user has one on the same things, or only such as have shown
 * no sign of life for their whole time, by this observer's clock. Giving it back, and breaking that of another.
 */
import { type Cover, type Lease, leasesIn, nextToken, sharedBy, withLease, withoutLease } from "../../../cib/lease.ts";
import { hasEnded, runCalled, withoutTraces, withRun } from "../../../cib/run-record.ts";
import { type Element, get } from "../../../cib/xml/tree.ts";
import { HoldfastError } from "../../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../../cluster/port.ts";
import { commitEdit, editCluster, untilTaken } from "../../edit.ts";
import type { Pace } from "../../pace.ts";
import { heldBy, heldText } from "../respect.ts";
import { LeaseSilence } from "./silence.ts";

export interface LeaseRequest {
  readonly name: string;
  readonly owner: string;
  readonly process: string | undefined;
  readonly why: string;
  /** Seconds. */
  readonly ttl: number;
  readonly covers: Cover | ((snapshot: Snapshot) => Cover);
  /** What is changed besides, in the same commit. */
  readonly also?: (cib: Element, lease: Lease, snapshot: Snapshot) => Element;
}

export interface TakeOptions {
  readonly pace: Pace;
  /** Whether a process is known to have ended. */
  readonly isGone: (process: string) => boolean;
  /** Milliseconds to wait while others have it; 0 refuses at once, but for a lease of the same name, whose holder may be dead. */
  readonly wait: number;
  readonly signal?: AbortSignal;
  /** Who is waited for, each time that it is another one. */
  readonly tell?: (text: string) => void;
}

/** Milliseconds between two looks. */
const PAUSE = 1000;
/** Codes of errors after which it is not known whether a commit was made. */
const UNKNOWN: ReadonlySet<string> = new Set(["disconnected", "timeout", "no-dc"]);

/**
 * Rejects with `leased` while others have it and are not waited for, `no-quorum` in a minority, `unsupported` for a
 * file.
 */
export async function takeLease(cluster: Cluster, request: LeaseRequest, options: TakeOptions): Promise<Lease> {
  const { pace, wait: longest, signal, tell } = options;
  if (cluster.heartbeats === undefined)
    throw new HoldfastError("unsupported", "nothing runs here, so there is nothing to lease", {
      hint: "a lease needs a running cluster",
    });
  const silence = new LeaseSilence(cluster.heartbeats);
  const begun = pace.now();
  let said = "";
  let wait: Waiting | undefined;
  for (;;) {
    const snapshot = await cluster.read();
    refuseMinority(snapshot);
    const dead = await deadIn(snapshot, { ...options, silence });
    // What it would cover is costly to find out, and needs no new look while the same one stands in the way.
    wait = stillWaits(wait, snapshot, dead);
    if (wait === undefined) {
      const covers = typeof request.covers === "function" ? request.covers(snapshot) : request.covers;
      const inWay = leasesIn(snapshot.cib).filter(
        (l) => l.name === request.name || sharedBy(l.covers, covers).length > 0,
      );
      const first = inWay.find((l) => !dead.has(l.token));
      if (first === undefined) {
        const taken = await untilKnown(cluster, request, () => take(cluster, request, covers, snapshot, inWay));
        if (taken !== undefined) return taken;
        await pace.sleep(PAUSE / 10, signal);
        continue;
      }
      const shared = sharedBy(first.covers, covers);
      wait = { lease: first, what: shared.length === 0 ? [`the name ${first.name}`] : shared };
    }
    const { lease, what } = wait;
    // The first look at a lease that is to be taken over cannot know: its process beats soon, or is dead when its time is over.
    const isDoubtful = lease.process !== undefined && lease.name === request.name && !silence.isAlive(lease);
    if ((!isDoubtful && pace.now() - begun >= longest) || signal?.aborted === true) throw heldBy(lease, what);
    const text = isDoubtful ? `${lease.owner} to show a sign of life, for ${lease.ttl} s` : heldText(lease, what);
    if (text !== said) tell?.(text);
    said = text;
    await pace.sleep(PAUSE, signal);
  }
}

/** A lease in the way, and what it shares. */
interface Waiting {
  readonly lease: Lease;
  readonly what: readonly string[];
}

function stillWaits(wait: Waiting | undefined, { cib }: Snapshot, dead: ReadonlySet<string>): Waiting | undefined {
  if (wait === undefined || dead.has(wait.lease.token)) return undefined;
  return leasesIn(cib).some(({ token }) => token === wait.lease.token) ? wait : undefined;
}

function refuseMinority({ cib, doubt }: Snapshot): void {
  if (doubt !== undefined) throw doubt;
  if (get(cib, "have-quorum") === "0")
    throw new HoldfastError("no-quorum", "the cluster has no quorum, and only a quorum gives leases");
}

/** Tokens of the leases whose holders do not live. */
async function deadIn(
  { cib }: Snapshot,
  { pace, isGone, silence }: TakeOptions & { readonly silence: LeaseSilence },
): Promise<ReadonlySet<string>> {
  const dead = new Set<string>();
  for (const lease of leasesIn(cib)) {
    const gone = lease.process !== undefined && isGone(lease.process);
    if (gone || (await silence.of(lease, pace.now())) >= lease.ttl * 1000) dead.add(lease.token);
  }
  return dead;
}

/** Undefined when another change came first. */
async function take(
  cluster: Cluster,
  request: LeaseRequest,
  covers: Cover,
  snapshot: Snapshot,
  dead: readonly Lease[],
): Promise<Lease | undefined> {
  const { name, owner, process, why, ttl } = request;
  const since = Math.floor(snapshot.at / 1000);
  const lease: Lease = { name, owner, process, why, since, ttl, covers, token: nextToken(snapshot.version) };
  // Who takes over the same run continues from where it is.
  const free = dead.reduce(
    (cib, old) => (old.name === name ? withoutLease(cib, name) : withoutDead(cib, old, owner)),
    snapshot.cib,
  );
  const leased = withLease(free, lease);
  const desired = request.also?.(leased, lease, snapshot) ?? leased;
  const over = dead.length === 0 ? "" : `, taken over from ${dead.map((old) => old.owner).join(", ")}`;
  try {
    await commitEdit(cluster, { who: owner, why: `lease ${name}: ${why}${over}` }, snapshot, desired);
    return lease;
  } catch (error) {
    if (error instanceof HoldfastError && error.code === "conflict") return undefined;
    throw error;
  }
}

/** What the dead holder was doing stops where it is, and what it added goes. */
function withoutDead(cib: Element, lease: Lease, by: string): Element {
  const free = withoutLease(cib, lease.name);
  const run = runCalled(free, lease.name);
  if (run === undefined || hasEnded(run)) return free;
  return withRun(withoutTraces(free, run.id), {
    ...run,
    state: "paused",
    reason: `its process was gone, and ${by} took its lease over`,
  });
}

/** A commit whose answer is lost may have been made: then the lease stands, with this very process in it. */
async function untilKnown(
  cluster: Cluster,
  { name, process, owner }: LeaseRequest,
  attempt: () => Promise<Lease | undefined>,
): Promise<Lease | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof HoldfastError) || !UNKNOWN.has(error.code)) throw error;
    const { cib } = await cluster.read();
    const lease = leasesIn(cib).find((l) => l.name === name);
    if (process !== undefined && lease?.process === process && lease.owner === owner) return lease;
    throw error;
  }
}

/** Gives a lease back. Rejects with `leased` when it is gone already. */
export async function releaseLease(
  cluster: Cluster,
  { token, who, why }: { readonly token: string; readonly who: string; readonly why: string },
): Promise<Lease> {
  return untilTaken(async () => {
    const snapshot = await cluster.read();
    const lease = leasesIn(snapshot.cib).find((l) => l.token === token);
    if (lease === undefined)
      throw new HoldfastError("missing", `no lease has the token ${token}`, { hint: "holdfast lease list" });
    await commitEdit(cluster, { who, why, lease: token }, snapshot, withoutLease(snapshot.cib, lease.name));
    return lease;
  });
}

/** Ends the lease of another user. What a run was doing under it stops where it is, and what it added goes. */
export async function breakLease(
  cluster: Cluster,
  { name, who, why }: { readonly name: string; readonly who: string; readonly why: string },
): Promise<Lease> {
  let broken: Lease | undefined;
  await editCluster(cluster, { who, why: `lease break ${name}: ${why}` }, (cib) => {
    broken = leasesIn(cib).find((l) => l.name === name);
    if (broken === undefined)
      throw new HoldfastError("missing", `there is no lease "${name}"`, { hint: "holdfast lease list" });
    return withoutDead(cib, broken, who);
  });
  if (broken === undefined) throw new Error("an edit was committed that was never made");
  return broken;
}
