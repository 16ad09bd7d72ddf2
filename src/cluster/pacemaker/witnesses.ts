/**
 * Who has to have a change before it counts: more than half of the cluster's nodes. Then every partition that can have
 * quorum later has a node with the change, also one of exactly half of the nodes, which corosync's `two_node` and
 * `auto_tie_breaker` let continue. Where fewer members than that are left (and have quorum by `two_node`,
 * `last_man_standing` or `no-quorum-policy=ignore`), all of them have to have it.
 *
 * Corosync may give nodes unequal votes. The CIB does not record them, so every node counts once here. Remote nodes have
 * no vote and no CIB.
 */

import { readStatus } from "../../cib/status.ts";
import { descend, type Element, elements, get } from "../../cib/xml/tree.ts";
import { dcOf } from "./identity.ts";

export interface Witnesses {
  /** Members to ask, the holder left out; the DC comes first, since it orders the changes. */
  readonly names: readonly string[];
  /** How many of them have to have the change. */
  readonly needed: number;
  /** Nodes of the configuration that are no members now. */
  readonly away: readonly string[];
}

/** Names of the configuration's nodes, without remote nodes, which have no vote and no CIB. */
export function votingNodes(cib: Element): readonly string[] {
  const nodes = descend(cib, "configuration", "nodes");
  return nodes === undefined
    ? []
    : elements(nodes, "node").flatMap((n) => (get(n, "type") === "remote" ? [] : [get(n, "uname") ?? ""]));
}

/** @param holder the node that is known to have the change; it counts only as a member */
export function witnessesOf(cib: Element, holder: string): Witnesses {
  const all = votingNodes(cib);
  const members = readStatus(cib).nodes.flatMap(({ name, isRemote, inCcm, crmd }) =>
    name === undefined || isRemote || !isMember(inCcm) || !isMember(crmd) ? [] : [name],
  );
  const dc = dcOf(cib);
  const names = members.filter((n) => n !== holder).sort((a, b) => Number(b === dc) - Number(a === dc));
  const majority = Math.min(Math.floor(all.length / 2) + 1, members.length);
  const away = all.filter((n) => !members.includes(n));
  return { names, needed: members.includes(holder) ? majority - 1 : majority, away };
}

/** Reads `in_ccm` or `crmd`: a boolean, `online`, or since 3.0 the moment since when, 0 for never. */
export function isMember(state: string | undefined): boolean {
  return state !== undefined && !["false", "offline", "0", ""].includes(state);
}
