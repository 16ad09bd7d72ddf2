/**
 * What a cluster reports while it works: facts with their old and new values, so that no reader has to compare. The same
 * values feed the stream, the log, the dashboard and the stories.
 */
import type { DocumentOf } from "../document-type.ts";
import type { eventAnswer, eventBody, nodeCondition, operationEvent } from "./schema.ts";

/** What a node is, as far as the cluster knows. */
export type NodeCondition = DocumentOf<typeof nodeCondition>;
export type OperationEvent = DocumentOf<typeof operationEvent>;
export type ClusterEventBody = DocumentOf<typeof eventBody>;

export type ClusterEvent = Omit<EventDocument, "document" | "version">;

/** A line of `holdfast events --output json`. */
export type EventDocument = DocumentOf<typeof eventAnswer>;

export function eventDocument({ seq, at, event }: ClusterEvent): EventDocument {
  return { document: "event", version: 1, seq, at, event };
}
