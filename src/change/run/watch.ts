/** Follows a run that another process carries, from any machine, until it has ended or is paused. Changes nothing. */
import { leasesIn } from "../../cib/lease.ts";
import { hasEnded, type RunRecord } from "../../cib/run-record.ts";
import { HoldfastError, ifFails } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import { LeaseSilence } from "../lease/hold/silence.ts";
import type { CarryOptions, RunOutcome } from "./engine.ts";
import type { RunTelling } from "./event.ts";
import { Gates } from "./gates.ts";
import { kindCalled } from "./kinds/kinds.ts";
import { LOOK, RUN_TTL } from "./limits.ts";
import { Looks } from "./looks.ts";
import { namedRun } from "./named-run.ts";

export interface WatchOptions extends Pick<CarryOptions, "pace" | "signal" | "tell"> {
  /** Whether a process is known to have ended. */
  readonly isGone: (process: string) => boolean;
}

/** Codes of errors that a reading may meet, and that end by themselves. */
const AWAY: ReadonlySet<string> = new Set(["disconnected", "timeout", "no-dc"]);

/**
 * Says each step once, the last one first of those that were taken before, and what is waited for as the CIB shows it: what
 * the services say themselves is asked by who carries the run, and not twice.
 * Rejects with `missing` for a run that is not on record, `failed` when no process carries it any more; resolves with the code
 * `interrupted` when the signal is aborted.
 */
export async function watchRun(
  cluster: Cluster,
  id: string,
  { pace, signal, isGone, tell }: WatchOptions,
): Promise<RunOutcome> {
  const [looks, gates] = [new Looks(), new Gates()];
  const silence = new LeaseSilence(cluster.heartbeats);
  let [shownStep, waiting] = [0, ""];
  let record: RunRecord | undefined;
  let leftAt: number | undefined;
  for (;;) {
    const snapshot = await cluster.read().catch(ifAway);
    if (snapshot !== undefined) {
      const run = namedRun(snapshot.cib, id);
      record = run;
      const say = (telling: RunTelling): void => tell?.({ run, at: snapshot.at, telling });
      if (run.step !== undefined && run.step.n > shownStep) {
        say({ kind: "step", text: run.step.text });
        [shownStep, waiting] = [run.step.n, ""];
      }
      if (hasEnded(run) || run.state === "paused") {
        say({ kind: hasEnded(run) ? "ended" : "paused", text: run.reason ?? run.title });
        return { record: run };
      }
      const isLeft = run.detached !== undefined && !leasesIn(snapshot.cib).some(({ name }) => name === id);
      leftAt = isLeft ? (leftAt ?? pace.now()) : undefined;
      // The engine looks for what was left to it every second.
      if (leftAt === undefined || pace.now() - leftAt > RUN_TTL * 1000)
        await refuseSilent(snapshot, id, { isGone, silence, now: pace.now() });
      const look = looks.of(snapshot);
      const next = kindCalled(run.kind).next(run, look, { until: Math.ceil(snapshot.at / 1000) });
      const fencings = (await cluster.fencings?.().catch(ifFails([]))) ?? [];
      const closed = next.kind === "wait" ? [next.for] : gates.closed(look, run.whole, fencings);
      const text = closed.join("; ");
      if (text !== "" && text !== waiting) say({ kind: "waiting", for: closed });
      waiting = text;
    }
    if (signal.aborted && record !== undefined) return { record, code: "interrupted" };
    await pace.sleep(LOOK, signal);
  }
}

function ifAway(error: unknown): undefined {
  if (error instanceof HoldfastError && AWAY.has(error.code)) return undefined;
  throw error;
}

/** A run whose lease is gone, or whose holder is, waits to be resumed. */
async function refuseSilent(
  { cib }: Snapshot,
  id: string,
  { isGone, silence, now }: Pick<WatchOptions, "isGone"> & { readonly silence: LeaseSilence; readonly now: number },
): Promise<void> {
  const lease = leasesIn(cib).find(({ name }) => name === id);
  const hint = `holdfast run resume ${id}`;
  if (lease === undefined) throw new HoldfastError("failed", `no process carries run ${id} any more`, { hint });
  if (lease.process !== undefined && isGone(lease.process))
    throw new HoldfastError("failed", `the process that carried run ${id} has ended`, { hint });
  const silent = await silence.of(lease, now);
  if (silent < lease.ttl * 1000) return;
  const seconds = Math.round(silent / 1000);
  throw new HoldfastError("failed", `who carries run ${id} has shown no sign of life for ${seconds} s`, { hint });
}
