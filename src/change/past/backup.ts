/** The use cases of backup and restore: a cluster's whole configuration as a file, and back. */
import { hiddenIn, secretValues } from "../../cib/masked.ts";
import { readVersion } from "../../cib/patch/version.ts";
import { formatProblem } from "../../cib/problem.ts";
import { validateCib } from "../../cib/validate.ts";
import { clusterProperty } from "../../cib/value/property.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import { child, descend, type Element, element, elements, get } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import type { BackedUp } from "../../report/done/document.ts";
import type { Written } from "../desired.ts";
import { changesSince, type PreparedReturn } from "./history.ts";
import { prepareReturn } from "./past-configuration.ts";

export interface Backup {
  readonly text: string;
  /** The name a file gets that the user does not name. */
  readonly name: string;
  /** Without its file. */
  readonly done: Omit<BackedUp, "file">;
}

/** The configuration with its secrets and its counters; the status is none of it. */
export async function takeBackup(cluster: Cluster): Promise<Backup> {
  const { cib, doubt } = await cluster.read();
  if (doubt !== undefined) throw doubt;
  const configuration = child(cib, "configuration");
  const version = readVersion(cib);
  const kept: Element = { ...cib, children: configuration === undefined ? [] : [configuration, element("status")] };
  const name = clusterProperty(cib, "cluster-name") ?? "cluster";
  return {
    text: printXml(kept),
    name: `${name.replace(/[^A-Za-z0-9_.-]/g, "-")}-${version.adminEpoch}.${version.epoch}.xml`,
    done: { document: "backup", version: 1, cib: version, secrets: secretValues(cib).size },
  };
}

export interface RestoreRequest {
  readonly file: Written;
  /** The backup may be that of another cluster. */
  readonly otherCluster: boolean;
}

/**
 * Plans the return to a backup. Rejects with `invalid` for a file that is no whole CIB, `unsafe` for that of another
 * cluster.
 */
export async function prepareRestore(
  cluster: Cluster,
  { file, otherCluster }: RestoreRequest,
): Promise<PreparedReturn> {
  const cib = parseBackup(file);
  const configuration = child(cib, "configuration");
  if (configuration === undefined) throw new HoldfastError("invalid", `${file.path} has no configuration`);
  const { cib: current } = await cluster.read();
  if (!otherCluster) refuseOtherCluster(file.path, cib, current);
  const prepared = await prepareReturn(cluster, configuration, file.path);
  const undone = otherCluster ? [] : await changesSince(cluster, readVersion(cib));
  return { ...prepared, undone };
}

function parseBackup({ path, text }: Written): Element {
  const parsed = parseXml(text, { file: path });
  const refused = parsed.ok ? validateCib(parsed.root, { file: path }).refusals[0] : parsed.problem;
  if (!parsed.ok || refused !== undefined) {
    const why = refused === undefined ? "" : `\n${formatProblem(refused, text)}`;
    throw new HoldfastError("invalid", `${path} is not usable; nothing was changed${why}`);
  }
  const [hidden] = hiddenIn(parsed.root);
  if (hidden !== undefined)
    throw new HoldfastError(
      "invalid",
      `${path}: ${get(hidden, "name") ?? hidden.name} is hidden in it; nothing was changed`,
      {
        hint: "this file was printed to be shown; a backup is made with: holdfast backup",
      },
    );
  return parsed.root;
}

function refuseOtherCluster(path: string, backup: Element, current: Element): void {
  const [theirs, ours] = [backup, current].map((cib) => clusterProperty(cib, "cluster-name"));
  const hint = "pass --from-other-cluster to restore it all the same";
  if (theirs !== undefined && ours !== undefined && theirs !== ours)
    throw new HoldfastError("unsafe", `${path} is of the cluster "${theirs}", and this is "${ours}"`, { hint });
  const [before, now] = [backup, current].map(nodeNames);
  if (before === undefined || now === undefined || before.length === 0 || now.length === 0) return;
  if (!before.some((node) => now.includes(node)))
    throw new HoldfastError("unsafe", `${path} is of the nodes ${before.join(", ")}, and this cluster has others`, {
      hint,
    });
}

function nodeNames(cib: Element): string[] {
  const nodes = descend(cib, "configuration", "nodes");
  return (nodes === undefined ? [] : elements(nodes, "node")).map((n) => get(n, "uname") ?? "");
}
