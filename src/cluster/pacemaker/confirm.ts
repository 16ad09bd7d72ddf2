/**
 * Whether a majority has a change that one node took. A node acknowledges what it has applied itself: one whose cable
 * was pulled a moment ago has not noticed yet, applies the change alone, reports success, and loses it when it is fenced.
 * So other nodes are asked, through the cluster, for the CIB they have.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { diffConfiguration } from "../../cib/patch/diff.ts";
import type { Patch } from "../../cib/patch/patch.ts";
import { compareToPartial, readVersion, type Version } from "../../cib/patch/version.ts";
import { isInForce } from "../../cib/patch/visible.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../error.ts";
import type { Hosts } from "./hosts.ts";
import { type MemberReading, readCluster, whyNot } from "./member-reading.ts";
import type { Runner } from "./runner.ts";
import { localNodeName, queryCibOf } from "./tools.ts";
import { votingNodes, witnessesOf } from "./witnesses.ts";

/** Milliseconds until a change that no majority is known to have counts as unknown. */
export const CONFIRM_PATIENCE = 20_000;
/** Milliseconds for which members beyond a majority are asked again: most answer at once, one that was cut off never does. */
const STRAGGLERS = 2000;
const PAUSE = 100;

/** A commit, and the version and CIB that it leads to. */
export interface Committed {
  readonly patch: Patch;
  readonly version: Version;
  /** The CIB with the change. */
  readonly wanted: Element;
}

/** Nodes of the configuration that are not known to have a change that a majority has: they are away, or silent. */
type Lagging = readonly string[];

/**
 * Whether a CIB has the change.
 * @param connected the CIB's node is known to be in one partition with the one that took the change: then a later
 *   version descends from the one with the change. Otherwise it may belong to another history, whatever its numbers.
 */
export function holds(cib: Element, { patch, version, wanted }: Committed, connected: boolean): boolean {
  const order = compareToPartial(readVersion(cib), { adminEpoch: version.adminEpoch, epoch: version.epoch });
  if (order === 0) return diffConfiguration(cib, wanted).changes.length === 0;
  return order > 0 && (connected || isInForce(cib, patch));
}

/**
 * Resolves when a majority has the change; rejects when that cannot be found out.
 * @param reading from before the change, of a node that took part in the cluster
 * @param taker whether the host in use is the one that has just acknowledged it
 */
export async function confirmHeld(
  hosts: Hosts,
  reading: MemberReading,
  committed: Committed,
  { taker, patience }: { readonly taker: boolean; readonly patience: number },
): Promise<Lagging> {
  if (reading.offline) return [];
  const deadline = Date.now() + patience;
  const first = taker ? await heldBy(hosts, reading.cib, committed, true) : undefined;
  if (first !== undefined) return first;
  for (;;) {
    // Membership may have changed: a node died, or this one was cut off, fenced and is back with another history.
    const now = await readCluster(hosts, undefined);
    const refusal = whyNot(now, hosts.current.name);
    if (refusal === undefined) {
      if (!holds(now.cib, committed, false)) throw unknown(`${hosts.current.name} does not have it`);
      const held = await heldBy(hosts, now.cib, committed, false);
      if (held !== undefined) return held;
    }
    if (Date.now() > deadline) throw unknown(refusal?.message ?? "the other nodes do not have it");
    await sleep(PAUSE);
  }
}

/** Node names by host: the name of a node in its cluster never changes. */
const nodeNames = new WeakMap<Runner, string>();

async function nodeBehind(hosts: Hosts): Promise<string> {
  const { current } = hosts;
  const name = nodeNames.get(current) ?? (await localNodeName(hosts.pinned()));
  nodeNames.set(current, name);
  return name;
}

/**
 * Undefined while no majority is known to have the change.
 * @param cib of the host in use, which has the change
 */
async function heldBy(
  hosts: Hosts,
  cib: Element,
  committed: Committed,
  connected: boolean,
): Promise<Lagging | undefined> {
  if (votingNodes(cib).length < 2) return [];
  try {
    const { names, needed, away } = witnessesOf(cib, await nodeBehind(hosts));
    const caller = hosts.pinned();
    let silent = names;
    const deadline = Date.now() + STRAGGLERS;
    for (;;) {
      const answers = await Promise.allSettled(silent.map((name) => queryCibOf(caller, name)));
      silent = silent.filter((_, i) => {
        const answer = answers[i];
        return answer?.status !== "fulfilled" || !holds(answer.value, committed, connected);
      });
      if (names.length - silent.length < needed) return undefined;
      if (silent.length === 0 || Date.now() > deadline) return [...away, ...silent];
      await sleep(PAUSE);
    }
  } catch (error) {
    if (error instanceof HoldfastError && ["disconnected", "timeout"].includes(error.code)) return undefined;
    throw error;
  }
}

/** The change was taken, and may be thrown away yet. */
export function unknown(why: string): HoldfastError {
  return new HoldfastError(
    "disconnected",
    `the change was taken by one node, but ${why}; whether it stays is not known`,
    {
      hint: "read the cluster again before trying again",
    },
  );
}
