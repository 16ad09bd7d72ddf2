/** The use cases of history: one past configuration, the difference of two, the return to one. */
import { secretValues } from "../../cib/masked.ts";
import { diffConfiguration } from "../../cib/patch/diff.ts";
import { compareVersions, parseVersion, readVersion, type Version } from "../../cib/patch/version.ts";
import type { Cluster } from "../../cluster/port.ts";
import type { HistoryDiff, VersionEntry } from "../../report/history/document.ts";
import { listDifferences } from "../../report/plan/differences.ts";
import { OWN_RECORDS } from "../plan/plan.ts";
import type { PreparedChange } from "../prepare.ts";
import { parsedVersion, pastCib } from "./past-cib.ts";
import { prepareReturn } from "./past-configuration.ts";

/** What has changed from one configuration to another. @param to undefined for the present one */
export async function historyDiff(cluster: Cluster, from: string, to: string | undefined): Promise<HistoryDiff> {
  const before = await pastCib(cluster, from);
  const after = to === undefined ? (await cluster.read()).cib : await pastCib(cluster, to);
  const secrets = new Set([...secretValues(before), ...secretValues(after)]);
  const differences = listDifferences(before, diffConfiguration(before, after), { secrets, unsaid: OWN_RECORDS });
  const { adminEpoch, epoch } = readVersion(after);
  return {
    document: "history-diff",
    version: 1,
    from: from.split(".").slice(0, 2).join("."),
    to: `${adminEpoch}.${epoch}`,
    differences: differences.map(({ difference }) => difference),
  };
}

export interface PreparedReturn extends PreparedChange {
  /** The changes since, newest first, as far as they are kept. */
  readonly undone: readonly VersionEntry[];
}

/** Plans the return to a past configuration. Rejects with `missing` when it is not kept. */
export async function prepareRevert(cluster: Cluster, version: string): Promise<PreparedReturn> {
  const target = parsedVersion(version);
  const configuration = await cluster.configurationAt(`${target.adminEpoch}.${target.epoch}`);
  const prepared = await prepareReturn(cluster, configuration, `configuration ${version}`);
  return { ...prepared, undone: await changesSince(cluster, target) };
}

/** Newest first; none where the cluster keeps no history. */
export async function changesSince(cluster: Cluster, version: Version): Promise<readonly VersionEntry[]> {
  const { capabilities } = await cluster.identity();
  if (!capabilities.has("history")) return [];
  return (await cluster.history()).filter((entry) => {
    const at = parseVersion(entry.version);
    return at !== undefined && compareVersions(at, { ...version, numUpdates: 0 }) > 0;
  });
}
