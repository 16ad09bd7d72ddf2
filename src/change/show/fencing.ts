/** The use cases of fencing that only read. */
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import type { FenceDevices, FencingHistory, FencingLevels } from "../../report/fencing/document.ts";
import { listDevices, listFencings, listLevels } from "../../report/fencing/read.ts";

export async function showDevices(cluster: Cluster): Promise<FenceDevices> {
  return listDevices((await cluster.read()).cib);
}

export async function showLevels(cluster: Cluster): Promise<FencingLevels> {
  return listLevels((await cluster.read()).cib);
}

/** Rejects with `unsupported` for a file. */
export async function showFencings(cluster: Cluster, node: string | undefined): Promise<FencingHistory> {
  if (cluster.fencings === undefined)
    throw new HoldfastError("unsupported", "a file keeps no fencing history", {
      hint: "use embedded:DIR or pacemaker:",
    });
  return listFencings(await cluster.fencings(), node);
}
