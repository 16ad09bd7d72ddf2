/** Small edits of the configuration, such as a node's standby: read, change, commit, and retry after a conflict. */

import { setTimeout as sleep } from "node:timers/promises";
import { diffConfiguration } from "../cib/patch/diff.ts";
import type { Version } from "../cib/patch/version.ts";
import type { Element } from "../cib/xml/tree.ts";
import { HoldfastError } from "../cluster/error.ts";
import type { Cluster, Snapshot } from "../cluster/port.ts";
import type { Author } from "./apply.ts";
import { respectLeases } from "./lease/respect.ts";

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

/** An edit of a configuration: called again with a newer one after a conflict, so it must depend on its argument alone. */
export type Edit = (cib: Element, snapshot: Snapshot) => Element;

/** @returns the version after the commit; undefined if there was nothing to change */
export function editCluster(cluster: Cluster, author: Author, edit: Edit): Promise<Version | undefined> {
  return untilTaken(async () => {
    const snapshot = await cluster.read();
    return commitEdit(cluster, author, snapshot, edit(snapshot.cib, snapshot));
  });
}

/**
 * Commits a changed CIB for the configuration it was made from; undefined if there is nothing to change. Rejects with
 * the snapshot's doubt when nothing would change but the snapshot may be out of date, and with `leased` when another
 * user has a lease on what it touches.
 */
export async function commitEdit(
  cluster: Cluster,
  author: Author,
  snapshot: Snapshot,
  desired: Element,
): Promise<Version | undefined> {
  const { cib, version, doubt } = snapshot;
  const patch = diffConfiguration(cib, desired);
  if (patch.changes.length > 0) {
    respectLeases(snapshot, desired, author.lease);
    return cluster.commit({ patch, expected: version, who: author.who, why: author.why });
  }
  if (doubt !== undefined) throw doubt;
  return undefined;
}
