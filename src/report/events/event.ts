/**
 * The events that a cluster reports. Each has its old and new values, so that readers need not compare. The stream, the
 * log and the stories use the same values.
 */
import type { DocumentOf } from "../document-type.ts";
import type { eventAnswer, eventBody, nodeCondition, operationEvent } from "./schema.ts";

/** A node's condition, as the cluster knows it. */
export type NodeCondition = DocumentOf<typeof nodeCondition>;
export type OperationEvent = DocumentOf<typeof operationEvent>;
export type ClusterEventBody = DocumentOf<typeof eventBody>;

export type ClusterEvent = Omit<EventDocument, "document" | "version">;

/** A line of `holdfast events --output json`. */
export type EventDocument = DocumentOf<typeof eventAnswer>;

export function eventDocument({ seq, at, event }: ClusterEvent): EventDocument {
  return { document: "event", version: 1, seq, at, event };
}
