/**
 * Waiting for a promise to be kept: judges each new reading, woken by the cluster's events. Ends when it is kept, when
 * it never will be, or when time is up.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { HoldfastError, ifFails } from "../../cluster/error.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import type { WaitAnswer } from "../../report/wait/document.ts";
import { readingsByVersion } from "../../scheduler/reading.ts";
import { type Judgement, judge, type Wanted } from "./verdict.ts";

export interface WaitOptions {
  /** Milliseconds; 0 judges once. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Called with each new judgement. */
  readonly tell?: (judgement: Judgement) => void;
}

/** Waits as long as waiting can change anything: a CIB that no cluster enacts is judged once. */
export async function waitAnswer(cluster: Cluster, wanted: Wanted, options: WaitOptions): Promise<WaitAnswer> {
  const { kind, running } = await cluster.identity();
  // Pacemaker may just be electing a DC.
  const still = !running && kind !== "pacemaker";
  const begun = Date.now();
  const { state, version, resources, findings } = await waitFor(cluster, wanted, {
    ...options,
    timeout: still ? 0 : options.timeout,
  });
  const outcome = state === "pending" && !still ? "timeout" : state;
  return { document: "wait", version: 2, outcome, cib: version, waitedMs: Date.now() - begun, resources, findings };
}

/** Milliseconds between two looks at the most; work that the events do not tell of is noticed by then. */
const LONGEST_PAUSE = 1000;
const SHORTEST_PAUSE = 100;
/**
 * Milliseconds a verdict that ends the waiting early has to hold while the cluster is at work: between a failure and
 * the note of it, or while a node joins, things look worse than they are.
 */
const HOLD = 2000;

/** @returns the last judgement; `pending` when time is up */
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
  // The named ones are there, whatever else goes on; and what a person has said stays so.
  if (state === "reached" && wanted.resources.length > 0) return true;
  if (findings.some((f) => f.code === "disabled" || f.code === "missing")) return true;
  return settled !== false || held >= HOLD;
}

/** Once it has answered, a cluster may be away for a while: its node reboots, it elects a DC. */
async function readPatiently(cluster: Cluster, patient: boolean): Promise<Snapshot | undefined> {
  try {
    return await cluster.read();
  } catch (error) {
    const away = error instanceof HoldfastError && ["disconnected", "timeout", "no-dc"].includes(error.code);
    if (patient && away) return undefined;
    throw error;
  }
}

/** A function that resolves when something has happened since it was called last. */
function ringOnEvents(cluster: Cluster, signal: AbortSignal): () => Promise<void> {
  let rung = false;
  let wake: (() => void) | undefined;
  const listen = async (): Promise<void> => {
    for await (const _ of cluster.events({ follow: true, signal })) {
      rung = true;
      wake?.();
    }
  };
  // Without events it is looked at now and then.
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
