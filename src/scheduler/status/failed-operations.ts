import type { ClusterModel } from "../model/cluster-model.ts";
import type { OnFail } from "../model/enums.ts";
import { entryKey, type HistoryEntry } from "../model/history-entry.ts";

/** Remembers a failure for display: one per operation and node, of nodes that are up. `onFail` is the response, if any. */
export function recordFailure(s: ClusterModel, entry: HistoryEntry, onFail?: OnFail): void {
  if (!entry.node.online) return;
  const known = s.failedOperations.find(({ node, op }) => node === entry.node && entryKey(op) === entry.key);
  if (known === undefined) s.failedOperations.push({ node: entry.node, rsc: entry.rsc, op: entry.xml, onFail });
  else known.onFail ??= onFail;
}
