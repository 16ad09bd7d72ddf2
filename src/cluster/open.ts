/** From an address to a cluster; a kind is loaded when it is asked for. */

import type { Cluster, Simulator } from "./port.ts";
import { parseClusterUrl } from "./url.ts";

/** Rejects with `usage` for a malformed address, `missing` when there is nothing at it. */
export async function openCluster(url: string): Promise<Cluster> {
  const parsed = parseClusterUrl(url);
  switch (parsed.kind) {
    case "file":
      return (await import("./file/cluster.ts")).fileCluster(parsed.path);
    case "embedded":
      return (await import("./embedded/open.ts")).openEmbedded(parsed.directory);
    case "pacemaker":
      return (await import("./pacemaker/open.ts")).openPacemaker(parsed, url);
  }
}

/** Pacemaker's own scheduler, as this machine has it: for clusters that do not bring one. */
export async function openLocalSimulator(): Promise<Simulator> {
  return (await import("./pacemaker/crm-simulate.ts")).localSimulator();
}
