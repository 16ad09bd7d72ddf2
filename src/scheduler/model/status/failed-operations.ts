import type { Scheduler } from "../scheduler.ts";
import { entryKey, type HistoryEntry } from "./entry.ts";

/** Remembers a failure for display: one per operation and node, of nodes that are up. */
export function recordFailure(s: Scheduler, entry: HistoryEntry): void {
  if (!entry.node.online) return;
  if (s.failedOperations.some((known) => known.node === entry.node && entryKey(known.op) === entry.key)) return;
  s.failedOperations.push({ node: entry.node, rsc: entry.rsc, op: entry.xml });
}
