/** The use case of history: which configurations there were. */
import type { Cluster } from "../../cluster/port.ts";
import type { VersionHistory } from "../../report/history/document.ts";

export async function showHistory(cluster: Cluster): Promise<VersionHistory> {
  return { document: "history", version: 1, entries: await cluster.history() };
}
