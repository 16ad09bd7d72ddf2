/** What is done past the configuration: fencing, its confirmation, attributes of the status, an agent run by hand. */
import { Rc } from "../../cib/result-code.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster, DebugCall, NodeTools } from "../../cluster/port.ts";
import type { Done, DoneTo } from "../../report/done/document.ts";
import { findNode } from "../../scheduler/model/lookup.ts";
import { readingOf } from "../../scheduler/reading.ts";
import type { NewPair } from "./new-pair.ts";
import { namedNode } from "./node-attribute.ts";

function doneByHand(verb: string, objects: readonly DoneTo[]): Done {
  return { document: "done", version: 1, verb, dryRun: false, changed: true, objects: [...objects] };
}

export type FenceAction = "off" | "on" | "reboot";

const FENCED: Readonly<Record<FenceAction, string>> = {
  off: "is switched off",
  on: "is switched on",
  reboot: "is rebooted",
};

/** One node after the other. Rejects with `missing` before any is fenced, `failed` with the first that could not be. */
export async function fenceNodes(
  cluster: Cluster,
  nodes: readonly string[],
  { action, who }: { readonly action: FenceAction; readonly who: string },
): Promise<Done> {
  const { cib } = await cluster.read();
  for (const node of nodes) namedNode(cib, node);
  for (const node of nodes) await cluster.fence(node, action, who);
  return doneByHand(
    "node fence",
    nodes.map((object) => ({ object, changed: true, text: `${object} ${FENCED[action]}` })),
  );
}

/** Rejects with `missing`, or `unsafe` for a node that is a member: it is not off. */
export async function confirmOff(cluster: Cluster, node: string, who: string): Promise<Done> {
  if (cluster.confirmOff === undefined)
    throw new HoldfastError("unsupported", "a file has no fencing to confirm", {
      hint: "use embedded:DIR or pacemaker:",
    });
  const snapshot = await cluster.read();
  namedNode(snapshot.cib, node);
  const found = findNode(readingOf(snapshot).model, node);
  if (found?.online === true && !found.unclean)
    throw new HoldfastError("unsafe", `${node} is a member of the cluster, so it is not off; nothing was changed`);
  await cluster.confirmOff(node, who);
  return doneByHand("node confirm-off", [
    { object: node, changed: true, text: `${node} counts as off: what ran there may start on other nodes` },
  ]);
}

function toolsOf(cluster: Cluster, what: string, hint: string): NodeTools {
  if (cluster.tools !== undefined) return cluster.tools;
  throw new HoldfastError("unsupported", `only on a node of a Pacemaker cluster: ${what}`, { hint });
}

/** Rejects with `unsafe` for a node that is a member. */
export async function forgetNodes(cluster: Cluster, nodes: readonly string[]): Promise<Done> {
  const tools = toolsOf(
    cluster,
    "forgetting a node that has left",
    "use pacemaker: or lab:; elsewhere remove it from the configuration",
  );
  const { model } = readingOf(await cluster.read());
  for (const node of nodes)
    if (findNode(model, node)?.online === true)
      throw new HoldfastError("unsafe", `${node} is a member of the cluster; nothing was changed`, {
        hint: "stop Pacemaker there first",
      });
  for (const node of nodes) await tools.forget(node);
  return doneByHand(
    "node clear",
    nodes.map((object) => ({ object, changed: true, text: `${object} is forgotten` })),
  );
}

/** Attributes that are gone when the node leaves. */
export async function setTransientAttributes(cluster: Cluster, node: string, pairs: readonly NewPair[]): Promise<Done> {
  const tools = toolsOf(
    cluster,
    "attributes that last until the node leaves",
    "they are kept in the status, which only the cluster writes; without --lifetime reboot they are permanent",
  );
  namedNode((await cluster.read()).cib, node);
  for (const [name, value] of pairs) await tools.setTransient({ node, name, value });
  return doneByHand(
    "node attribute",
    pairs.map(([name, value]) => ({
      object: node,
      changed: true,
      text:
        value === undefined
          ? `${node} no longer has the attribute ${name}`
          : `${node} has the attribute ${name} until it leaves`,
    })),
  );
}

/** What a check finds that is no failure. */
const RUNNING: ReadonlySet<number> = new Set([Rc.promoted, Rc.degraded, Rc.degradedPromoted]);

/**
 * Runs the agent past the cluster: on the node that Pacemaker's tools run on, or on this machine where the CIB is a file.
 * Rejects with `failed` when it does not succeed.
 */
export async function debugResource(cluster: Cluster, call: DebugCall): Promise<Done> {
  if (cluster.debug === undefined)
    throw new HoldfastError("unsupported", "simulated agents have no programs to run", {
      hint: "see holdfast status RESOURCE for failures",
    });
  const { text, exit } = await cluster.debug(call);
  if (exit !== Rc.ok && !(call.operation === "check" && RUNNING.has(exit)))
    throw new HoldfastError("failed", `${call.operation} of ${call.resource} ended with ${exit}\n${text}`);
  const lines = [`${call.operation} of ${call.resource} succeeded`, ...text.split("\n").filter((line) => line !== "")];
  return doneByHand(
    "resource debug",
    lines.map((line) => ({ object: call.resource, changed: true, text: line })),
  );
}
