/** Opens the cluster at an address; the code of each kind is loaded only when it is used. */

import type { Cluster, Simulator } from "./port.ts";
import { parseClusterUrl } from "./url.ts";

/** The cluster at an address. Rejects with `usage` when it is malformed, with `missing` when there is nothing at it. */
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
