/** The use cases that only read a cluster. Each takes the cluster and a request, and returns a document. */

import { didYouMean } from "../cib/value/nearest.ts";
import type { Element } from "../cib/xml/tree.ts";
import { HoldfastError, ifFails } from "../cluster/error.ts";
import type { Cluster, Snapshot } from "../cluster/port.ts";
import { type EventDocument, eventDocument } from "../report/events/event.ts";
import type { Explanation } from "../report/explain/document.ts";
import { explainNode } from "../report/explain/node.ts";
import type { NodeStateExplanation } from "../report/explain/node-document.ts";
import { explainIn } from "../report/explain/read.ts";
import type { VersionHistory } from "../report/history/document.ts";
import { type StatusAnswer, statusAnswerOf } from "../report/status/answer.ts";
import type { FencingRecord } from "../report/status/fencing.ts";
import type { WhatIf } from "../report/whatif/document.ts";
import { type WhatIfOptions, whatIf } from "../report/whatif/read.ts";
import { explainedOf, momentOf, type Reading, readingOf, readingsByVersion } from "../scheduler/reading.ts";

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
  return shown(snapshot, readingOf(snapshot), await fencingsOf(cluster), request);
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
    const { document } = shown(snapshot, read(snapshot), await fencingsOf(cluster), request);
    const content = contentOf(document);
    if (content === last) continue;
    last = content;
    yield document;
  }
}

/** Undefined where it is not known: of a file, and where the fencer does not answer. */
async function fencingsOf(cluster: Cluster): Promise<readonly FencingRecord[] | undefined> {
  return cluster.fencings?.().catch(ifFails(undefined));
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
  if (document === undefined) throw new HoldfastError("missing", `there is no resource or node "${name}"`);
  return { document, doubt };
}

/** The parts of a document that make it worth showing again: without its time and the CIB's status version. */
function contentOf(document: StatusAnswer): string {
  const { adminEpoch, epoch } = document.cib;
  return JSON.stringify({ ...document, now: 0, age: 0, cib: { adminEpoch, epoch } });
}

export interface ExplainRequest {
  /** A resource's or node's id; a resource's counts first. */
  readonly name: string;
  readonly on?: string | undefined;
}

/** Rejects with `missing`, and the nearest name, for an unknown resource or node. */
export async function explainName(
  cluster: Cluster,
  { name, on }: ExplainRequest,
): Promise<Explanation | NodeStateExplanation> {
  const { cib, at } = await cluster.read();
  const explained = explainedOf(cib, momentOf(cib, Math.floor(at / 1000)));
  const answer = explainIn(explained, name, on);
  if (answer.ok) return answer.explanation;
  const node =
    answer.missing === "resource" ? explainNode(explained, name, (await fencingsOf(cluster)) ?? []) : undefined;
  if (node !== undefined) {
    if (on === undefined) return node;
    throw new HoldfastError("usage", `"${name}" is a node, and --on asks about a resource`);
  }
  const [what, asked, known] =
    answer.missing === "node"
      ? ["node", on ?? "", answer.known]
      : ["resource or node", name, [...answer.known, ...explained.model.nodesByName.keys()]];
  const hint = didYouMean(asked, known);
  throw new HoldfastError("missing", `there is no ${what} "${asked}"${hint === undefined ? "" : `; ${hint}`}`);
}

/** @param answer runs the simulations, on one thread or two */
export async function answerWhatIf(
  cluster: Cluster,
  { kinds }: Pick<WhatIfOptions, "kinds">,
  answer: (cib: Element, options: WhatIfOptions) => WhatIf | Promise<WhatIf> = whatIf,
): Promise<WhatIf> {
  const { cib, at } = await cluster.read();
  return answer(cib, { now: Math.floor(at / 1000), kinds });
}

export async function showHistory(cluster: Cluster): Promise<VersionHistory> {
  return { document: "history", version: 1, entries: await cluster.history() };
}

export interface EventsRequest {
  /** Continue with new events until the signal aborts. */
  readonly follow: boolean;
  /** Only events after this number; undefined: all events, or with `follow` only new ones. */
  readonly after?: number | undefined;
}

export async function* showEvents(
  cluster: Cluster,
  { follow, after }: EventsRequest,
  signal: AbortSignal,
): AsyncIterable<EventDocument> {
  const from = after ?? (follow ? undefined : 0);
  for await (const event of cluster.events({ follow, signal, ...(from === undefined ? {} : { after: from }) }))
    yield eventDocument(event);
}
