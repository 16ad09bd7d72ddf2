/** Which events say that something broke, for readers who skim. */
import type { ClusterEventBody } from "./event.ts";

export function isAlarm(event: ClusterEventBody): boolean {
  switch (event.kind) {
    case "node":
      return event.after === "unclean";
    case "guest":
      return event.lost;
    case "quorum":
      return !event.after;
    case "operation":
      return event.status !== 0 || event.rc !== event.expected;
    case "fencing":
      return event.phase === "failed";
    case "fence-attempt":
      return !event.ok;
    case "problem":
      return true;
    default:
      return false;
  }
}
