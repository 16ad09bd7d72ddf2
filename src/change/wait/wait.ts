/**
 * Waits for resources to have their roles: checks again after the cluster's events. Ends when they have them, when they
 * never will, or at the timeout.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { HoldfastError, ifFails } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import type { WaitAnswer } from "../../report/wait/document.ts";
import { readingsByVersion } from "../../scheduler/reading.ts";
import { type Judgement, judge, type Wanted } from "./verdict.ts";

export interface WaitOptions {
  /** Milliseconds; 0 checks once. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Called with each new verdict. */
  readonly tell?: (judgement: Judgement) => void;
}

/** Waits while the result can change: a CIB without a running cluster is checked once. */
export async function waitAnswer(cluster: Cluster, wanted: Wanted, options: WaitOptions): Promise<WaitAnswer> {
  const { kind, running } = await cluster.identity();
  // Pacemaker may be electing a DC.
  const still = !running && kind !== "pacemaker";
  const begun = Date.now();
  const { state, version, resources, findings } = await waitFor(cluster, wanted, {
    ...options,
    timeout: still ? 0 : options.timeout,
  });
  const outcome = state === "pending" && !still ? "timeout" : state;
  return { document: "wait", version: 2, outcome, cib: version, waitedMs: Date.now() - begun, resources, findings };
}

/** Maximum milliseconds between two checks, for changes without an event. */
const LONGEST_PAUSE = 1000;
const SHORTEST_PAUSE = 100;
/**
 * Milliseconds for which a verdict of "never" must hold while the cluster is active: until a failure is recorded, or while
 * a node joins, the status looks worse than it is.
 */
const HOLD = 2000;

/** @returns the last verdict; `pending` at the timeout */
export async function waitFor(cluster: Cluster, wanted: Wanted, options: WaitOptions): Promise<Judgement> {
  const deadline = Date.now() + options.timeout;
  const stop = new AbortController();
  const bell = ringOnEvents(cluster, AbortSignal.any([options.signal, stop.signal]));
  const read = readingsByVersion();
  let judgement: Judgement | undefined;
  let since = Date.now();
  try {
    for (;;) {
      const snapshot = await readPatiently(cluster, judgement !== undefined && Date.now() < deadline);
      if (snapshot !== undefined) {
        const next = judge(read(snapshot), wanted);
        if (next.state !== judgement?.state) since = Date.now();
        judgement = next;
        options.tell?.(next);
        if (isFinal(next, wanted, snapshot, Date.now() - since)) return next;
      }
      const left = deadline - Date.now();
      if (judgement !== undefined && (left <= 0 || options.signal.aborted)) return { ...judgement, state: "pending" };
      await sleep(Math.min(SHORTEST_PAUSE, Math.max(0, left)));
      await Promise.race([
        bell(),
        sleep(Math.min(LONGEST_PAUSE, Math.max(0, left)), undefined, { signal: stop.signal }),
      ]);
    }
  } finally {
    stop.abort();
  }
}

function isFinal({ state, findings }: Judgement, wanted: Wanted, { settled }: Snapshot, held: number): boolean {
  if (state === "pending") return false;
  // Reached, disabled and missing do not depend on pending actions.
  if (state === "reached" && wanted.resources.length > 0) return true;
  if (findings.some((f) => f.code === "disabled" || f.code === "missing")) return true;
  return settled !== false || held >= HOLD;
}

/** After its first answer, a cluster may be unreachable for a while: its node reboots, or it elects a DC. */
async function readPatiently(cluster: Cluster, patient: boolean): Promise<Snapshot | undefined> {
  try {
    return await cluster.read();
  } catch (error) {
    const away = error instanceof HoldfastError && ["disconnected", "timeout", "no-dc"].includes(error.code);
    if (patient && away) return undefined;
    throw error;
  }
}

/** Returns a function that resolves after the next event, or at once if one came since its last call. */
function ringOnEvents(cluster: Cluster, signal: AbortSignal): () => Promise<void> {
  let rung = false;
  let wake: (() => void) | undefined;
  const listen = async (): Promise<void> => {
    for await (const _ of cluster.events({ follow: true, signal })) {
      rung = true;
      wake?.();
    }
  };
  // Without events the cluster is checked at intervals.
  listen().catch(ifFails(undefined));
  return async () => {
    if (!rung)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    rung = false;
    wake = undefined;
  };
}
