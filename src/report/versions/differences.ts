/** Where nodes and containers differ in what is installed on them. */
import type { Differing, NodeVersions, ReplicaVersions } from "./document.ts";
import { SOFTWARE } from "./schema.ts";

type What = Differing["what"];

/** Versions of packages. Every node with Pacemaker has libqb: without it the node's package database says nothing. */
const PACKAGED: ReadonlySet<What> = new Set(["libqb", "knet", "pcs", "crmsh", "resourceAgents", "fenceAgents"]);

/** Of remote nodes, which have only a part of it, and of containers. */
const EVERYWHERE: ReadonlySet<What> = new Set(["pacemaker"]);
const NOT_COUNTED: ReadonlySet<What> = new Set(["build", "kernel"]);

/** Nodes by version, in the order in which each version first comes up; those without it last. */
export function nodesByVersion(
  what: What,
  nodes: readonly NodeVersions[],
  replicas: readonly ReplicaVersions[],
): readonly Differing["versions"][number][] {
  const found = new Map<string | null, string[]>();
  const add = (version: string | null, name: string): void => {
    found.set(version, [...(found.get(version) ?? []), name]);
  };
  for (const { name, kind, software } of nodes) {
    if (software === null || (PACKAGED.has(what) && software.libqb === undefined)) continue;
    const version = software[what] ?? null;
    if (kind === "cluster" || (EVERYWHERE.has(what) && version !== null)) add(version, name);
  }
  if (what === "pacemaker")
    for (const { replica, pacemaker } of replicas) if (pacemaker !== null) add(pacemaker, replica);
  return [...found]
    .map(([version, names]) => ({ version, nodes: names }))
    .sort((a, b) => Number(a.version === null) - Number(b.version === null));
}

/** All that is not the same. */
export function differencesOf(nodes: readonly NodeVersions[], replicas: readonly ReplicaVersions[]): Differing[] {
  return SOFTWARE.flatMap((what): Differing[] => {
    const versions = nodesByVersion(what, nodes, replicas);
    return versions.length > 1 ? [{ what, counts: !NOT_COUNTED.has(what), versions: [...versions] }] : [];
  });
}
