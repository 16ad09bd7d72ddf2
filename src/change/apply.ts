/**
 * Applies a plan in one atomic commit, only to the configuration that it was made for. If the status has changed since,
 * this plans again, and commits only if the actions are the same, and no lease of another user is on what it touches.
 */

import { formatVersion, readVersion, type Version } from "../cib/patch/version.ts";
import type { Element } from "../cib/xml/tree.ts";
import { HoldfastError } from "../cluster/error.ts";
import type { Cluster } from "../cluster/port.ts";
import type { Applied } from "../report/done/document.ts";
import type { Plan } from "../report/plan/document.ts";
import { respectLeases } from "./lease/respect.ts";
import { type PlannedChange, planChange } from "./plan/plan.ts";
import type { PreparedChange } from "./prepare.ts";

export interface Author {
  readonly who: string;
  readonly why: string;
  /** The token of the lease that it is made under. */
  readonly lease?: string | undefined;
}

function actionsOf(plan: Plan): string {
  return JSON.stringify([...plan.nodes, ...plan.resources].map(({ because: _, ...change }) => change));
}

/**
 * @param desired the CIB that the plan was made for
 * @returns the version after the commit
 * Rejects with `conflict` if the configuration has changed, or the status so that the actions differ.
 */
export async function applyChange(
  cluster: Cluster,
  planned: PlannedChange,
  desired: Element,
  author: Author,
): Promise<Version> {
  const { plan, patch } = planned;
  const snapshot = await cluster.read();
  const version = readVersion(snapshot.cib);
  if (version.adminEpoch !== plan.against.adminEpoch || version.epoch !== plan.against.epoch) {
    throw new HoldfastError(
      "conflict",
      `the configuration changed to ${formatVersion(version)} after the plan was made`,
      { hint: "plan again" },
    );
  }
  const again = planChange(snapshot, desired);
  if (actionsOf(again.plan) !== actionsOf(plan)) {
    throw new HoldfastError(
      "conflict",
      "the cluster changed after the plan was made, and its actions would now differ",
      { hint: "plan again" },
    );
  }
  respectLeases(snapshot, desired, author.lease, () => again);
  return cluster.commit({ patch, expected: plan.against, who: author.who, why: author.why });
}

/**
 * Applies a prepared change, or says that there is nothing to do. The record of what a manifest owns is written to the CIB
 * even when nothing else changes. Rejects as {@link applyChange} does, and with the snapshot's doubt when nothing would
 * change but the snapshot may be out of date.
 */
export async function applyPrepared(cluster: Cluster, prepared: PreparedChange, author: Author): Promise<Applied> {
  const { plan, patch, desired, snapshot } = prepared;
  if (patch.changes.length === 0) {
    if (snapshot.doubt !== undefined) throw snapshot.doubt;
    return { document: "applied", version: 1, changed: false, plan };
  }
  const cib = await applyChange(cluster, prepared, desired, author);
  return { document: "applied", version: 1, changed: true, cib, plan };
}
