/** Keeps in the cluster when the fencing of nodes was tested, and whether it worked. */
import { isRecordable } from "../cib/change-record.ts";
import { type FencingTested, withFencingTests } from "../cib/fencing-tests.ts";
import type { Cluster } from "../cluster/port.ts";
import type { FencingTest } from "../report/fencing/document.ts";
import { editCluster } from "./edit.ts";

/** @returns whether it is kept: not where nothing is known, nor where the CIB's schema or its access rules have no room for it */
export async function recordFencingTest(
  cluster: Cluster,
  { trials }: Pick<FencingTest, "trials">,
  who: string,
): Promise<boolean> {
  const verdicts = verdictsOf(trials);
  if (verdicts.size === 0) return false;
  let kept = false;
  await editCluster(cluster, { who, why: "fencing test" }, (cib, { at }) => {
    kept = isRecordable(cib);
    const seconds = Math.floor(at / 1000);
    return withFencingTests(
      cib,
      new Map([...verdicts].map(([node, works]): [string, FencingTested] => [node, { at: seconds, who, works }])),
    );
  });
  return kept;
}

/** Of the nodes of which it is known: a device that does not work settles it, one that could not be asked leaves it open. */
export function verdictsOf(trials: FencingTest["trials"]): ReadonlyMap<string, boolean> {
  const nodes = [...new Set(trials.map(({ node }) => node))];
  return new Map(
    nodes.flatMap((node): [string, boolean][] => {
      const hops = trials.filter((trial) => trial.node === node).map(({ hop }) => hop);
      if (hops.some((hop) => hop !== "Works" && hop !== "NotAsked")) return [[node, false]];
      return hops.every((hop) => hop === "Works") ? [[node, true]] : [];
    }),
  );
}
