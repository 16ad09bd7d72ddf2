/** What a cluster's fencing history says: the newest of each kind of outcome, with how often it came to that. */
import type { FencingAttempt } from "../explain/fencing-text.ts";
import type { FencingStatus } from "./document.ts";

/** One request to fence a node, as a cluster keeps it. */
export interface FencingRecord extends FencingAttempt {
  /** The node whose device did it. */
  readonly by: string | undefined;
  /** Who asked: a client, and the node it asked on. */
  readonly client: string | undefined;
  readonly origin: string | undefined;
}

const newestFirst = (a: FencingRecord, b: FencingRecord): number => (b.at ?? Infinity) - (a.at ?? Infinity);

/** Newest first; one for each target, action, outcome and device's node, as `crm_mon` reduces the history. */
export function newestFencings(records: readonly FencingRecord[]): FencingStatus[] {
  const groups = new Map<string, [FencingRecord, ...FencingRecord[]]>();
  for (const record of [...records].sort(newestFirst)) {
    const { target, action, outcome, by } = record;
    const key = JSON.stringify([target, action, outcome, by]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return [...groups.values()].map(([newest, ...others]) => fencingStatus(newest, others.length + 1));
}

function fencingStatus({ target, action, outcome, by, client, origin, at, reason }: FencingRecord, times: number) {
  return {
    target,
    action,
    outcome,
    times,
    ...(by === undefined ? {} : { by }),
    ...(client === undefined ? {} : { client }),
    ...(origin === undefined ? {} : { origin }),
    ...(at === undefined ? {} : { at: Math.floor(at / 1000) }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** A later attempt at the same succeeded, so that the failure is past. */
export function isPast(failed: FencingStatus, all: readonly FencingStatus[]): boolean {
  return all.some(
    (f) =>
      f.outcome === "succeeded" &&
      f.target === failed.target &&
      (f.action === failed.action || (f.action !== "on" && failed.action !== "on")) &&
      (f.at ?? Infinity) >= (failed.at ?? 0),
  );
}
