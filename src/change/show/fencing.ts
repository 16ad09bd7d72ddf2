/** The use cases of fencing that only read. */
import { allFenceDevices } from "../../cib/fence-devices.ts";
import { didYouMean } from "../../cib/value/nearest.ts";
import { child, type Element, elements, get } from "../../cib/xml/tree.ts";
import { HoldfastError, ifFails } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import { type EffectiveTotem, effectiveTotem, PRESENT_RELEASE } from "../../corosync/defaults.ts";
import { modelOf } from "../../corosync/model.ts";
import { parseConf } from "../../corosync/parse.ts";
import type { FenceDevices, FencingExplanation, FencingHistory, FencingLevels } from "../../report/fencing/document.ts";
import { explainFencing, type FencingQuestion } from "../../report/fencing/explain.ts";
import { listDevices, listFencings, listLevels } from "../../report/fencing/read.ts";
import type { ReadonlyNode } from "../../scheduler/model/read-only.ts";
import { type Reading, readingOf } from "../../scheduler/reading.ts";

export async function showDevices(cluster: Cluster): Promise<FenceDevices> {
  return listDevices((await cluster.read()).cib);
}

export async function showLevels(cluster: Cluster): Promise<FencingLevels> {
  return listLevels((await cluster.read()).cib);
}

/** Rejects with `unsupported` for a file. */
export async function showFencings(cluster: Cluster, node: string | undefined): Promise<FencingHistory> {
  if (cluster.fencings === undefined)
    throw new HoldfastError("unsupported", "a file keeps no fencing history", {
      hint: "use embedded:DIR or pacemaker:",
    });
  return listFencings(await cluster.fencings(), node);
}

/** How a node would be fenced. Rejects with `missing` for a node that there is not. */
export async function explainNodeFencing(
  cluster: Pick<Cluster, "read" | "tools" | "software">,
  name: string,
): Promise<FencingExplanation> {
  const reading = readingOf(await cluster.read());
  const node = nodeCalled(reading, name);
  const actions = await advertisedActions(cluster, reading.cib);
  return explainFencing({ reading, node, actions, totem: await totemOn(cluster) });
}

/** Throws `missing` for a node that there is not. */
export function nodeCalled({ model }: Reading, name: string): ReadonlyNode {
  const node = model.nodesByName.get(name);
  if (node !== undefined) return node;
  const hint = didYouMean(name, [...model.nodesByName.keys()]);
  throw new HoldfastError("missing", `there is no node "${name}"${hint === undefined ? "" : `; ${hint}`}`);
}

/** What each fence agent of a CIB advertises, by its type; without those that no node can be asked for, or has. */
export async function advertisedActions(
  cluster: Pick<Cluster, "tools">,
  cib: Element,
): Promise<FencingQuestion["actions"]> {
  const types = new Set(allFenceDevices(cib).map(({ type }) => type));
  const known = await Promise.all([...types].map(async (type) => [type, await actionsOf(cluster, type)] as const));
  return new Map(known.flatMap(([type, found]) => (found === undefined ? [] : [[type, found] as const])));
}

/** By the corosync.conf of the first node that shows one. */
async function totemOn({ software }: Pick<Cluster, "software">): Promise<EffectiveTotem | undefined> {
  for (const { corosync, corosyncConf } of (await software?.([]))?.nodes ?? []) {
    const parsed = corosyncConf === undefined ? undefined : parseConf(corosyncConf);
    if (parsed?.ok === true) return effectiveTotem(modelOf(parsed.conf), corosync ?? PRESENT_RELEASE);
  }
  return undefined;
}

async function actionsOf(cluster: Pick<Cluster, "tools">, type: string): Promise<ReadonlySet<string> | undefined> {
  const metadata = await cluster.tools?.metadata(`stonith:${type}`).catch(ifFails(undefined));
  const actions = metadata && child(metadata, "actions");
  return actions && new Set(elements(actions, "action").map((action) => get(action, "name") ?? ""));
}
