/** Small edits of the configuration, such as a node's standby: read, change, commit, again if somebody was faster. */
import { diffConfiguration } from "../cib/diff.ts";
import type { Element } from "../cib/tree.ts";
import { HoldfastError } from "../cluster/error.ts";
import type { Cluster } from "../cluster/port.ts";
import type { Author } from "./apply.ts";

const TRIES = 10;

/**
 * @param edit makes the wanted CIB of the current one; called again with a newer one after a conflict, so it must not
 * depend on anything else
 * @returns whether there was anything to change
 */
export async function editCluster(cluster: Cluster, author: Author, edit: (cib: Element) => Element): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    const { cib, version } = await cluster.read();
    const patch = diffConfiguration(cib, edit(cib));
    if (patch.changes.length === 0) return false;
    try {
      await cluster.commit({ patch, expected: version, ...author });
      return true;
    } catch (error) {
      if (!(error instanceof HoldfastError) || error.code !== "conflict" || tries === TRIES) throw error;
    }
  }
}
