/**
 * Waits for what is wanted: looks again after the cluster's events. Ends when it is so, when nothing is left that would
 * bring it about, or at the timeout.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { HoldfastError, ifFails } from "../../cluster/error.ts";
import type { Cluster, Identity } from "../../cluster/port.ts";
import type { Finding, WaitAnswer } from "../../report/wait/document.ts";
import { type Look, Lookout } from "./lookout.ts";
import type { Judgement } from "./verdict.ts";
import type { Wanted } from "./wanted.ts";

export interface WaitOptions {
  /** Milliseconds; 0 checks once. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Called with each new verdict, and the moment of the cluster's own time that it is of. */
  readonly tell?: (judgement: Judgement, at: number) => void;
}

/** Waits while the result can change: a CIB without a running cluster is checked once. */
export async function waitAnswer(cluster: Cluster, wanted: Wanted, options: WaitOptions): Promise<WaitAnswer> {
  const begun = Date.now();
  const identity = await cluster.identity();
  const answer = ({ version, resources, switched }: Judgement, outcome: WaitAnswer["outcome"], findings: Finding[]) =>
    ({
      document: "wait",
      version: 3,
      outcome,
      cib: version,
      waitedMs: Date.now() - begun,
      resources,
      findings,
      switched: [...switched],
    }) as const;
  // Pacemaker may be electing a DC.
  if (!identity.running && identity.kind !== "pacemaker") {
    const { judgement } = await new Lookout(cluster, wanted).look();
    const stopped = judgement.findings.some((f) => f.code === "missing") ? [] : notRunning(identity);
    const findings = [...stopped, ...judgement.findings];
    return answer(judgement, stopped.length > 0 && judgement.state !== "never" ? "pending" : judgement.state, findings);
  }
  const { judgement, over } = await waitFor(cluster, wanted, identity, options);
  return answer(judgement, over ? judgement.state : "timeout", [...judgement.findings]);
}

/** What is in a store is what was, not what is. A file is all there is of its cluster, and is judged as it stands. */
function notRunning({ kind, url }: Identity): Finding[] {
  if (kind === "file") return [];
  const text = `the engine of ${url} is not running: this is how it stood when it stopped; start it with: holdfast up`;
  return [{ resource: null, code: "not-running", text }];
}

/** Maximum milliseconds between two looks, for changes without an event. */
const LONGEST_PAUSE = 500;
const SHORTEST_PAUSE = 100;

/** @returns the last look; one that is not over at the timeout, or when it is certain that the timeout comes before */
async function waitFor(
  cluster: Cluster,
  wanted: Wanted,
  identity: Identity,
  options: WaitOptions,
): Promise<Pick<Look, "judgement" | "over">> {
  const begun = Date.now();
  const deadline = begun + options.timeout;
  const stop = new AbortController();
  const ended = AbortSignal.any([options.signal, stop.signal]);
  const bell = ringOnEvents(cluster, ended);
  const lookout = new Lookout(cluster, wanted);
  let last: Look | undefined;
  try {
    for (;;) {
      const patient = last !== undefined && identity.kind === "pacemaker";
      const left = last === undefined ? undefined : deadline - Date.now();
      const look = await within(left, options.signal, readPatiently(lookout, patient));
      if (look !== undefined) {
        last = look;
        options.tell?.(look.judgement, look.at);
        if (look.over || isTooLate(look, Date.now() - begun, deadline - Date.now())) return look;
      }
      if (last !== undefined && (deadline <= Date.now() || options.signal.aborted)) return { ...last, over: false };
      await sleep(Math.min(SHORTEST_PAUSE, Math.max(0, deadline - Date.now())));
      const pause = Math.min(LONGEST_PAUSE, Math.max(0, deadline - Date.now()));
      await Promise.race([bell(), sleep(pause, undefined, { signal: ended }).catch(ifFails(undefined))]);
    }
  } finally {
    stop.abort();
  }
}

/** Undefined when it takes longer than `ms`, or the wait is ended. */
async function within<T>(ms: number | undefined, ended: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  if (ms === undefined) return work;
  const done = new AbortController();
  const signal = AbortSignal.any([ended, done.signal]);
  const pause = sleep(Math.max(0, ms), undefined, { signal }).catch(ifFails(undefined));
  try {
    return await Promise.race([work, pause]);
  } finally {
    // Its outcome is of no interest any more.
    work.catch(ifFails(undefined));
    done.abort();
  }
}

/** Codes of what does not come before its moment. */
const NOT_BEFORE: ReadonlySet<Finding["code"]> = new Set(["expires", "not-looked"]);
/** Milliseconds after which the speed of the cluster's time is known: an embedded cluster's may be faster. */
const MEASURED = 1000;

/** All that is waited for comes after the timeout. */
function isTooLate({ judgement, at, askedAt }: Look, waited: number, left: number): boolean {
  if (judgement.state !== "pending" || waited < MEASURED) return false;
  const speed = Math.max(1, (at - askedAt) / waited);
  return judgement.findings.every(
    ({ code, until }) => NOT_BEFORE.has(code) && until !== undefined && until - at > left * speed,
  );
}

/** After its first answer, a Pacemaker cluster may be unreachable for a while: its node reboots, or it elects a DC. */
async function readPatiently(lookout: Lookout, patient: boolean): Promise<Look | undefined> {
  try {
    return await lookout.look();
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
