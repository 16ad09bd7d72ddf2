/** The use case of status: how the whole cluster is, or one resource or node. */

import type { HoldfastError } from "../../cluster/error.ts";
import { missing } from "../../cluster/missing.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import { type StatusAnswer, statusAnswerOf } from "../../report/status/answer.ts";
import type { FencingRecord } from "../../report/status/fencing.ts";
import { type Reading, readingOf, readingsByVersion } from "../../scheduler/reading.ts";
import { knownFencings } from "./fencings.ts";
import { namesIn } from "./names.ts";

export interface StatusRequest {
  /** A resource's or node's id; undefined for the whole cluster. */
  readonly name?: string | undefined;
  /** The reader's clock in epoch milliseconds, for the age of a status that is not live. */
  readonly clock: () => number;
}

export interface Shown {
  readonly document: StatusAnswer;
  /** Why this status may be out of date. */
  readonly doubt: HoldfastError | undefined;
}

/** Rejects with `missing` when the cluster has no resource or node of that name. */
export async function showStatus(cluster: Cluster, request: StatusRequest): Promise<Shown> {
  const snapshot = await cluster.read();
  return shown(snapshot, readingOf(snapshot), await knownFencings(cluster), request);
}

/** Yields the status, and again after each change in it; ends when the signal aborts, or when nothing can change. */
export async function* watchStatus(
  cluster: Cluster,
  request: StatusRequest,
  signal: AbortSignal,
): AsyncIterable<StatusAnswer> {
  const read = readingsByVersion();
  let last = "";
  for await (const snapshot of cluster.watch(signal)) {
    const { document } = shown(snapshot, read(snapshot), await knownFencings(cluster), request);
    const content = contentOf(document);
    if (content === last) continue;
    last = content;
    yield document;
  }
}

function shown(
  snapshot: Snapshot,
  reading: Reading,
  fencings: readonly FencingRecord[] | undefined,
  { name, clock }: StatusRequest,
): Shown {
  const { version, live, knownAt, doubt } = snapshot;
  const age = live ? 0 : knownAt === undefined ? null : Math.max(0, Math.floor((clock() - knownAt) / 1000));
  const document = statusAnswerOf(reading, { cib: version, live, age }, name, fencings);
  if (document === undefined)
    throw missing(`there is no resource or node "${name}"`, name ?? "", namesIn(reading.model));
  return { document, doubt };
}

/** The parts of a document that make it worth showing again: without its time and the CIB's status version. */
function contentOf(document: StatusAnswer): string {
  const { adminEpoch, epoch } = document.cib;
  return JSON.stringify({ ...document, now: 0, age: 0, cib: { adminEpoch, epoch } });
}
