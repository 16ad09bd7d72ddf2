import type { ClusterModel } from "../model/cluster-model.ts";
import { entryKey, type HistoryEntry } from "../model/history-entry.ts";

/** Remembers a failure for display: one per operation and node, of nodes that are up. */
export function recordFailure(s: ClusterModel, entry: HistoryEntry): void {
  if (!entry.node.online) return;
  if (s.failedOperations.some((known) => known.node === entry.node && entryKey(known.op) === entry.key)) return;
  s.failedOperations.push({ node: entry.node, rsc: entry.rsc, op: entry.xml });
}
