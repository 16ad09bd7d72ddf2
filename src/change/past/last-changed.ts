/** When parts of a configuration became what they are, and who did that, as far as the cluster keeps its past. */
import { configurationVersion } from "../../cib/change-record.ts";
import { parsePath } from "../../cib/patch/patch.ts";
import { printXml } from "../../cib/xml/print.ts";
import { type Element, elements, get } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import type { VersionEntry } from "../../report/history/document.ts";
import type { Kept } from "../../report/plan/document.ts";
import { pastCib } from "./past-cib.ts";

/** Versions that are looked at: each is read from the cluster, over its network if need be. */
const MOST_VERSIONS = 25;

/**
 * @param cib as it is now
 * @param paths of elements in it or, with an attribute at the end, of their attributes
 * @returns by path the change since which it is as it is; none for what is older than the history, or has no history
 */
export async function lastChanges(
  cluster: Cluster,
  cib: Element,
  paths: readonly string[],
): Promise<ReadonlyMap<string, VersionEntry>> {
  const found = new Map<string, VersionEntry>();
  if (paths.length === 0 || !(await cluster.identity()).capabilities.has("history")) return found;
  const now = configurationVersion(cib);
  const entries = (await cluster.history()).slice(0, MOST_VERSIONS);
  let open = [...new Set(paths)];
  let newer = cib;
  let change = entries.find((entry) => entry.version === now);
  for (const entry of entries.filter(({ version }) => version !== now)) {
    if (open.length === 0) break;
    const older = await versionOf(cluster, entry.version);
    if (older === undefined) break;
    const changed = open.filter((path) => stateAt(newer, path) !== stateAt(older, path));
    for (const path of changed) if (change !== undefined) found.set(path, change);
    open = open.filter((path) => !changed.includes(path));
    newer = older;
    change = entry;
  }
  return found;
}

/** Each switch with the change since which it is so. */
export async function keptSince(cluster: Cluster, cib: Element, kept: readonly Kept[]): Promise<Kept[]> {
  const since = await lastChanges(
    cluster,
    cib,
    kept.flatMap(({ path }) => path ?? []),
  );
  return kept.map((k) => {
    const change = since.get(k.path ?? "");
    return change === undefined ? k : { ...k, since: change };
  });
}

/** Undefined for one that was dropped since it was listed. */
async function versionOf(cluster: Cluster, version: string): Promise<Element | undefined> {
  try {
    return await pastCib(cluster, version);
  } catch (error) {
    if (error instanceof HoldfastError && error.code === "missing") return undefined;
    throw error;
  }
}

/** What stands at a path, as text; undefined where there is nothing. */
function stateAt(cib: Element, path: string): string | undefined {
  const [, whole = path, attribute] = /^(.*?)(?:\/@([^/\]']+))?$/.exec(path) ?? [];
  let at: Element | undefined = cib;
  for (const step of parsePath(whole)?.slice(1) ?? []) {
    at = elements(at, step.name).find((e) => step.id === undefined || get(e, "id") === step.id);
    if (at === undefined) return undefined;
  }
  return attribute === undefined ? printXml(at) : get(at, attribute);
}
