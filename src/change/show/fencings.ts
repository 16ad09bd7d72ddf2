/** What a cluster's fencer knows of fencings, as far as it answers. */
import { ifFails } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import type { FencingRecord } from "../../report/status/fencing.ts";

/** Undefined where it is not known: of a file, and where the fencer does not answer. */
export async function knownFencings(cluster: Cluster): Promise<readonly FencingRecord[] | undefined> {
  return cluster.fencings?.().catch(ifFails(undefined));
}
