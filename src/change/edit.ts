/** Small edits of the configuration, such as a node's standby: read, change, commit, and retry after a conflict. */

import { setTimeout as sleep } from "node:timers/promises";
import { diffConfiguration } from "../cib/patch/diff.ts";
import type { Element } from "../cib/xml/tree.ts";
import { HoldfastError } from "../cluster/error.ts";
import type { Cluster } from "../cluster/port.ts";
import type { Author } from "./apply.ts";

/** Milliseconds after which a change with conflicts is given up. */
const PATIENCE = 30_000;
/** Maximum milliseconds before the second try, doubled for each further one; random, so that two writers do not collide again. */
const PAUSE = 50;
const LONGEST_PAUSE = 2000;

/**
 * Retries a change after a conflict, from the cluster's new configuration.
 * @param attempt reads the cluster and changes it; rejects with `conflict` if another change came first
 */
export async function untilTaken<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE;
  for (let pause = PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof HoldfastError) || error.code !== "conflict" || Date.now() > deadline) throw error;
    }
    await sleep(pause * Math.random());
  }
}

/**
 * @param edit returns the changed CIB; called again with a newer CIB after a conflict, so it must depend on its argument
 * alone
 * @returns whether anything changed
 */
export function editCluster(cluster: Cluster, author: Author, edit: (cib: Element) => Element): Promise<boolean> {
  return untilTaken(async () => {
    const { cib, version, doubt } = await cluster.read();
    const patch = diffConfiguration(cib, edit(cib));
    if (patch.changes.length > 0) await cluster.commit({ patch, expected: version, ...author });
    else if (doubt !== undefined) throw doubt;
    return patch.changes.length > 0;
  });
}
