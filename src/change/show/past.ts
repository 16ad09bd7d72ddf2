/** The use cases of events and history: what has happened, and which configurations there were. */
import type { Cluster } from "../../cluster/port.ts";
import { type EventDocument, eventDocument } from "../../report/events/event.ts";
import type { VersionHistory } from "../../report/history/document.ts";

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
