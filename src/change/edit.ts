/** Small edits of the configuration, such as a node's standby: read, change, commit, again if somebody was faster. */

import { setTimeout as sleep } from "node:timers/promises";
import { diffConfiguration } from "../cib/patch/diff.ts";
import type { Element } from "../cib/xml/tree.ts";
import { HoldfastError } from "../cluster/error.ts";
import type { Cluster } from "../cluster/port.ts";
import type { Author } from "./apply.ts";

/** Milliseconds for which a change is tried again that others keep overtaking. */
const PATIENCE = 30_000;
/** Milliseconds, at most, until the second try; twice that until the third, and so on. By chance, so that rivals part. */
const PAUSE = 50;
const LONGEST_PAUSE = 2000;

/**
 * Makes a change that was overtaken by another one again, of the cluster as it is by then.
 * @param attempt reads the cluster and changes it; rejects with `conflict` when somebody was faster
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
 * @param edit makes the wanted CIB of the current one; called again with a newer one after a conflict, so it must not
 * depend on anything else
 * @returns whether there was anything to change
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
