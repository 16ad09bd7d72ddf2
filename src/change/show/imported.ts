/** The use case of import: the configuration in force as a manifest. */
import type { Cluster } from "../../cluster/port.ts";
import { importManifest } from "../../manifest/import/import.ts";
import { existingResource } from "./config.ts";

/**
 * The text of a manifest that changes nothing in the cluster; of some resources, if any are named.
 * Rejects with `missing` when one of the names is no resource.
 */
export async function importedManifest(cluster: Cluster, only: readonly string[]): Promise<string> {
  const { cib } = await cluster.read();
  for (const id of only) existingResource(cib, id);
  return importManifest(cib, { only });
}
