/**
 * Whether a change that a node took is held by a majority. A node acknowledges what it has applied itself: one whose
 * cable was pulled a moment ago knows nothing of it yet, applies the change with nobody listening, says that all is
 * well, and loses it when it is fenced. So others are asked, through the cluster, for what they hold.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { diffConfiguration } from "../../cib/patch/diff.ts";
import type { Patch } from "../../cib/patch/patch.ts";
import { compareToPartial, readVersion, type Version } from "../../cib/patch/version.ts";
import { isInForce } from "../../cib/patch/visible.ts";
import { readStatus } from "../../cib/status.ts";
import { descend, type Element, elements, get } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../error.ts";
import type { Hosts } from "./hosts.ts";
import { dcOf } from "./identity.ts";
import { type Reading, readCluster, whyNot } from "./member-reading.ts";
import type { Runner } from "./runner.ts";
import { nodeName, queryCibOf } from "./tools.ts";

/** Milliseconds until a change that nobody else has heard of counts as unknown. */
const PATIENCE = 20_000;
const PAUSE = 100;

/** The members whose answers make a majority together with the node that has the change; the DC comes first. */
interface Witnesses {
  readonly names: readonly string[];
  readonly needed: number;
}

function witnessesOf(cib: Element, holder: string): Witnesses {
  const nodes = descend(cib, "configuration", "nodes");
  const all = nodes === undefined ? [] : elements(nodes, "node").filter((n) => get(n, "type") !== "remote");
  const members = readStatus(cib).nodes.flatMap(({ name, isRemote, inCcm, crmd }) =>
    name === undefined || isRemote || !isMember(inCcm) || !isMember(crmd) ? [] : [name],
  );
  const dc = dcOf(cib);
  const names = members.filter((n) => n !== holder).sort((a, b) => Number(b === dc) - Number(a === dc));
  const majority = Math.min(Math.floor(all.length / 2) + 1, members.length);
  return { names, needed: members.includes(holder) ? majority - 1 : majority };
}

/** A boolean, `online`, or since 3.0 the moment since when, 0 for never. */
export function isMember(state: string | undefined): boolean {
  return state !== undefined && !["false", "offline", "0", ""].includes(state);
}

/** What was committed, and what came of it. */
interface Committed {
  readonly patch: Patch;
  readonly version: Version;
  /** The CIB with the change. */
  readonly wanted: Element;
}

/**
 * @param connected the CIB's node is known to be in one partition with the one that took the change: then a later
 * version was made of the one with the change. Otherwise it may be another history altogether, whatever its numbers.
 */
function holds(cib: Element, { patch, version, wanted }: Committed, connected: boolean): boolean {
  const order = compareToPartial(readVersion(cib), { adminEpoch: version.adminEpoch, epoch: version.epoch });
  if (order === 0) return diffConfiguration(cib, wanted).changes.length === 0;
  return order > 0 && (connected || isInForce(cib, patch));
}

/**
 * Resolves when a majority has it; rejects when that cannot be found out.
 * @param reading of before the change, from a node that took part in the cluster
 * @param taker whether the host in use is the one that has just acknowledged it
 */
export async function confirmHeld(hosts: Hosts, reading: Reading, committed: Committed, taker: boolean): Promise<void> {
  if (reading.offline) return;
  const deadline = Date.now() + PATIENCE;
  if (taker && (await isHeld(hosts, reading.cib, committed, true))) return;
  for (;;) {
    // Membership may have moved: somebody died, or the node was cut off, fenced and is back with another history.
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

/** What the node behind a host is called in its cluster never changes. */
const nodeNames = new WeakMap<Runner, string>();

async function nodeBehind(hosts: Hosts): Promise<string> {
  const { current } = hosts;
  const name = nodeNames.get(current) ?? (await nodeName(hosts.pinned()));
  nodeNames.set(current, name);
  return name;
}

/** @param cib of the host in use, which has the change itself */
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
