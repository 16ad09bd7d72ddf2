/** The use case of plan and apply: makes a plan of a file, to show or commit. */
import type { Element } from "../cib/xml/tree.ts";
import type { Cluster, Snapshot } from "../cluster/port.ts";
import { readDesired, type SecretLookup, type Written } from "./desired.ts";
import { keptSince } from "./past/last-changed.ts";
import { withSecondOpinion } from "./plan/crm-simulate-check.ts";
import { withFindings } from "./plan/findings-brought.ts";
import { type PlannedChange, planChange } from "./plan/plan.ts";
import { withSkew } from "./plan/skew.ts";

export interface ChangeRequest {
  /** A manifest or a CIB. */
  readonly file: Written;
  readonly secrets: SecretLookup;
}

/** A plan, with everything that apply needs. */
export interface PreparedChange extends PlannedChange {
  readonly desired: Element;
  readonly snapshot: Snapshot;
}

/**
 * Plans a file for a cluster, and checks the plan with `crm_simulate`.
 * Rejects with `invalid` for an invalid file, `conflict` for a CIB older than the cluster's.
 */
export async function prepareChange(cluster: Cluster, { file, secrets }: ChangeRequest): Promise<PreparedChange> {
  const { kind } = await cluster.identity();
  const wanted = await readDesired(file, secrets, kind === "embedded");
  const snapshot = await cluster.read();
  const desired = wanted.cib(snapshot.cib);
  const warnings = [...wanted.warnings, ...wanted.notes(snapshot.cib)];
  const options = { ...wanted, warnings, unlikeProfile: wanted.unlikeProfile(snapshot.cib) };
  const configuration = { before: snapshot.cib, after: desired, file: { ...wanted, text: file.text } };
  const change = withFindings(configuration, planChange(snapshot, desired, options));
  const planned = await withSecondOpinion(cluster, snapshot, await withSkew(cluster, snapshot, change));
  const kept = await keptSince(cluster, snapshot.cib, planned.plan.kept);
  return { ...planned, plan: { ...planned.plan, kept }, desired, snapshot };
}
