/**
 * Who of the nodes is there, and who is on its way back. Corosync takes seconds to notice that a member is gone, and
 * the CIB shows it as online until then: so every member's controller is asked. A node that was fenced by reboot looks
 * like one that was switched off for good, but for the fencer's history.
 */

import { type NodeState, readStatus } from "../../cib/status.ts";
import type { Element } from "../../cib/xml/tree.ts";
import type { FencingRecord } from "../../report/status/fencing.ts";
import { ifFails } from "../error.ts";
import type { Presence, Returning } from "../port.ts";
import type { Caller, Hosts } from "./hosts.ts";
import type { MemberReading } from "./member-reading.ts";
import { controllerState, fencingHistory } from "./tools.ts";
import { isMember } from "./witnesses.ts";

/** Milliseconds after a reboot in which a machine counts as booting; servers with much memory take ten minutes. */
export const BOOT_PATIENCE = 15 * 60 * 1000;

/** Asks every member, and the fencer if a node is away. */
export async function presenceIn(hosts: Hosts, { cib, at, offline }: MemberReading): Promise<Presence> {
  if (offline) return { silent: [], returning: [] };
  const caller = hosts.pinned();
  const nodes = readStatus(cib).nodes.filter((n) => !n.isRemote);
  const members = nodes.filter((n) => isMember(n.inCcm) && isMember(n.crmd));
  const [silent, records] = await Promise.all([
    silentOf(caller, members),
    members.length === nodes.length ? [] : fencingHistory(caller).catch(ifFails<FencingRecord[]>([])),
  ]);
  return { silent, returning: returningNodes(cib, records, at) };
}

async function silentOf(caller: Caller, members: readonly NodeState[]): Promise<string[]> {
  const answers = await Promise.all(
    members.map(async ({ name }) => {
      if (name === undefined) return undefined;
      const state = await controllerState(caller, name).catch(ifFails(undefined));
      return state === undefined ? name : undefined;
    }),
  );
  return answers.filter((name) => name !== undefined);
}

/**
 * Nodes that are away since they were rebooted by fencing.
 * @param at epoch milliseconds
 */
export function returningNodes(cib: Element, records: readonly FencingRecord[], at: number): Returning[] {
  return readStatus(cib).nodes.flatMap((node): Returning[] => {
    const { name, isRemote, inCcm, crmd, expected } = node;
    if (name === undefined || isRemote || isMember(inCcm) || isMember(crmd) || expected === "member") return [];
    const since = lastReboot(records, name);
    if (since === undefined || at - since > BOOT_PATIENCE || wasBack(node, since)) return [];
    return [{ node: name, why: "fenced", since }];
  });
}

/** When it was last fenced, if that was by a reboot; one that was switched off stays off. */
function lastReboot(records: readonly FencingRecord[], name: string): number | undefined {
  let last: FencingRecord | undefined;
  for (const record of records) {
    if (record.target !== name || record.outcome !== "succeeded" || record.at === undefined) continue;
    if (last?.at === undefined || record.at > last.at) last = record;
  }
  return last?.action === "reboot" ? last.at : undefined;
}

/** Something was done on it after that, so it has been back, and has left again. Histories have whole seconds. */
function wasBack({ history }: NodeState, since: number): boolean {
  return history.some(({ entries }) => entries.some(({ lastChange }) => (lastChange ?? 0) * 1000 > since));
}
