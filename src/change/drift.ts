/** The use case of drift: where a cluster is not as its manifest says, who made it so and when. */
import { secretValues } from "../cib/masked.ts";
import { diffConfiguration } from "../cib/patch/diff.ts";
import { readVersion } from "../cib/patch/version.ts";
import { child } from "../cib/xml/tree.ts";
import type { Cluster } from "../cluster/port.ts";
import { ownedIds } from "../manifest/merge/ownership.ts";
import type { Drift } from "../report/drift/document.ts";
import { driftOf } from "../report/drift/read.ts";
import { listDifferences } from "../report/plan/differences.ts";
import { readKept } from "../report/plan/kept.ts";
import { readDesired } from "./desired.ts";
import { keptSince, lastChanges } from "./past/last-changed.ts";
import { OWN_RECORDS } from "./plan/plan.ts";
import type { ChangeRequest } from "./prepare.ts";

/** Rejects as a plan of the file does. */
export async function readDrift(cluster: Cluster, { file, secrets }: ChangeRequest): Promise<Drift> {
  const { kind } = await cluster.identity();
  const wanted = await readDesired(file, secrets, kind === "embedded");
  const { cib, at } = await cluster.read();
  const desired = wanted.cib(cib);
  const hidden = new Set([...wanted.secrets, ...secretValues(cib), ...secretValues(desired)]);
  const options = { secrets: hidden, unsaid: OWN_RECORDS, locate: wanted.locate };
  const differences = listDifferences(cib, diffConfiguration(cib, desired), options).map((d) => d.difference);
  const owned = ownedIds(child(desired, "configuration") ?? desired);
  const kept = readKept(cib, desired, owned, Math.floor(at / 1000));
  const since = await lastChanges(
    cluster,
    cib,
    differences.map(({ path }) => path),
  );
  const { adminEpoch, epoch } = readVersion(cib);
  return {
    document: "drift",
    version: 1,
    against: { adminEpoch, epoch },
    drifted: driftOf(differences, (path) => since.get(path)),
    kept: await keptSince(cluster, cib, kept),
  };
}
