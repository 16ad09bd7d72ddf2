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
import { readStatus } from "../../cib/status.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../error.ts";
import type { Hosts } from "./hosts.ts";
import { type MemberReading, readCluster, whyNot } from "./member-reading.ts";
import type { Runner } from "./runner.ts";
import { localNodeName, queryCibOf } from "./tools.ts";
import { witnessesOf } from "./witnesses.ts";

/** Milliseconds until a change that no majority is known to have counts as unknown. */
export const CONFIRM_PATIENCE = 20_000;
const PAUSE = 100;

/** A commit, and the version and CIB that it leads to. */
interface Committed {
  readonly patch: Patch;
  readonly version: Version;
  /** The CIB with the change. */
  readonly wanted: Element;
}

/**
 * @param connected the CIB's node is known to be in one partition with the one that took the change: then a later
 *   version descends from the one with the change. Otherwise it may belong to another history, whatever its numbers.
 */
function holds(cib: Element, { patch, version, wanted }: Committed, connected: boolean): boolean {
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
  taker: boolean,
  patience: number,
): Promise<void> {
  if (reading.offline) return;
  const deadline = Date.now() + patience;
  if (taker && (await isHeld(hosts, reading.cib, committed, true))) return;
  for (;;) {
    // Membership may have changed: a node died, or this one was cut off, fenced and is back with another history.
    const now = await readCluster(hosts, undefined);
    const refusal = whyNot(now, hosts.current.name);
    if (refusal === undefined) {
      if (!holds(now.cib, committed, false)) throw unknown(`${hosts.current.name} does not have it`);
      if (await isHeld(hosts, now.cib, committed, false)) return;
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

/** @param cib of the host in use, which has the change */
async function isHeld(hosts: Hosts, cib: Element, committed: Committed, connected: boolean): Promise<boolean> {
  if (readStatus(cib).nodes.length < 2) return true;
  try {
    const { names, needed } = witnessesOf(cib, await nodeBehind(hosts));
    const caller = hosts.pinned();
    let found = 0;
    for (let at = 0; found < needed && at < names.length; ) {
      const asked = names.slice(at, at + needed - found);
      at += asked.length;
      const answers = await Promise.allSettled(asked.map((name) => queryCibOf(caller, name)));
      found += answers.filter((a) => a.status === "fulfilled" && holds(a.value, committed, connected)).length;
    }
    return found >= needed;
  } catch (error) {
    if (error instanceof HoldfastError && ["disconnected", "timeout"].includes(error.code)) return false;
    throw error;
  }
}

function unknown(why: string): HoldfastError {
  return new HoldfastError(
    "disconnected",
    `the change was taken by one node, but ${why}; whether it stays is not known`,
    {
      hint: "read the cluster again before trying again",
    },
  );
}
