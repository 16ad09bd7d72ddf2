/**
 * A reading of the CIB by a node that takes part in the cluster. Any node answers, also one in a minority, or one that
 * has just booted and has not joined yet: it shows the CIB from when it went down, quorum included, and accepts changes
 * too, which are lost when it joins (seen). A node takes part when the DC answers through it.
 */

import { clusterProperty } from "../../cib/value/property.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError, ifFails } from "../error.ts";
import { type Caller, type Hosts, isElsewhere, together } from "./hosts.ts";
import { dcOf, quorumOf } from "./identity.ts";
import { controllerState, findDc, queryCib } from "./tools.ts";

interface DcState {
  readonly dc: string;
  /** Of its controller, such as `S_IDLE`. */
  readonly state: string;
}

export interface MemberReading {
  readonly cib: Element;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Undefined when no DC answers through this node. */
  readonly dc: DcState | undefined;
  /** The tools work on a file: there is no cluster to take part in. */
  readonly offline: boolean;
}

/**
 * From the first host that takes part in the cluster; if none does, from the first that answers.
 * @param before the last known DC, which is asked while the CIB is being read
 */
export async function readCluster(hosts: Hosts, before: string | undefined): Promise<MemberReading> {
  const errors: HoldfastError[] = [];
  let first: MemberReading | undefined;
  for (let tries = 0; tries < hosts.count; tries++) {
    try {
      const reading = await readNode(hosts.pinned(), hosts.current.offline === true, before);
      if (whyNot(reading, hosts.current.name) === undefined) return reading;
      first ??= reading;
    } catch (error) {
      if (!isElsewhere(error)) throw error;
      errors.push(error);
    }
    hosts.next();
  }
  if (first === undefined) throw together(errors);
  return first;
}

async function readNode(node: Caller, offline: boolean, before: string | undefined): Promise<MemberReading> {
  const [cib, asked] = await Promise.all([queryCib(node), offline ? undefined : askDc(node, before)]);
  const at = Date.now();
  if (offline) return { cib, at, dc: undefined, offline };
  const named = dcOf(cib) ?? (await findDc(node).catch(ifFails(undefined)));
  return { cib, at, dc: asked !== undefined && named === asked.dc ? asked : await askDc(node, named), offline };
}

async function askDc(node: Caller, dc: string | undefined): Promise<DcState | undefined> {
  if (dc === undefined) return undefined;
  const state = await controllerState(node, dc).catch(ifFails(undefined));
  return state === undefined ? undefined : { dc, state };
}

/** Why the node that was read from must not be given a change; undefined when it may. */
export function whyNot({ cib, at, dc, offline }: MemberReading, host: string): HoldfastError | undefined {
  if (quorumOf(cib) === false && clusterProperty(cib, "no-quorum-policy", Math.floor(at / 1000)) !== "ignore")
    return new HoldfastError("no-quorum", `${host} is in a partition without quorum; nothing was changed`, {
      hint: "name a node of the other partition, or bring nodes back",
    });
  if (!offline && dc === undefined)
    return new HoldfastError("no-dc", `no DC answers through ${host}; nothing was changed`, {
      hint: "the node may be joining, or the cluster electing one: try again, or name another node",
    });
  return undefined;
}
