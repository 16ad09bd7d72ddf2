/**
 * Applying: one atomic commit of what was planned, for the very configuration it was planned against. Status may have
 * moved since; then the actions are worked out again, and only if they are the same is the change committed unasked.
 */

import { formatVersion, readVersion, type Version } from "../cib/patch/version.ts";
import type { Element } from "../cib/xml/tree.ts";
import { HoldfastError } from "../cluster/error.ts";
import type { Cluster } from "../cluster/port.ts";
import type { Applied } from "../report/done/document.ts";
import type { Plan } from "../report/plan/document.ts";
import { type PlannedChange, planChange } from "./plan/plan.ts";
import type { PreparedChange } from "./prepare.ts";

export interface Author {
  readonly who: string;
  readonly why: string;
}

function actionsOf(plan: Plan): string {
  return JSON.stringify([...plan.nodes, ...plan.resources].map(({ because: _, ...change }) => change));
}

/**
 * @param desired what the plan was made for
 * @returns the version then in force
 * Rejects with `conflict` when the configuration has moved, or the status has so that the actions are others.
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
      `the configuration has moved on to ${formatVersion(version)} since the plan was made`,
      { hint: "plan again" },
    );
  }
  const again = planChange(snapshot, desired);
  if (actionsOf(again.plan) !== actionsOf(plan)) {
    throw new HoldfastError(
      "conflict",
      "the cluster has moved since the plan was made, and would now act differently",
      { hint: "plan again" },
    );
  }
  return cluster.commit({ patch, expected: plan.against, ...author });
}

/**
 * Applies what was prepared, or says that there was nothing to do. What a manifest owns is noted in the CIB even where
 * nothing else changes. Rejects as {@link applyChange} does, and with the snapshot's doubt where nothing would change but
 * the cluster may not be what it seems.
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
