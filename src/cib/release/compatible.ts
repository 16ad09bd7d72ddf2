/**
 * What the numbers of two releases decide between them: who may join whose cluster, and which remote daemon goes with which
 * node. Source: Pacemaker's `join_dc.c` and `remoted_proxy.c`/`execd_commands.c`; Pacemaker Administration, "Upgrading".
 */

import { compareDottedVersions, versionNumbers } from "../value/dotted-version.ts";
import { releaseOf } from "./table.ts";

type Fit = { readonly ok: true } | { readonly ok: false; readonly reason: string };

const YES: Fit = { ok: true };
const no = (reason: string): Fit => ({ ok: false, reason });

/** From here on the third number of a feature set has no say in a join. */
const MINOR_MINOR_IGNORED = "3.1.0";

/**
 * Whether a DC lets a node join: the same first number, and a second one that is not below its own. Where either is of
 * before 3.1.0 the third number counts too.
 */
export function mayJoin(joiner: string, dc: string): Fit {
  const [a, b] = [versionNumbers(joiner), versionNumbers(dc)];
  if (a[0] !== b[0]) return no(`feature sets ${joiner} and ${dc} begin with different numbers`);
  const parts = [joiner, dc].every((set) => compareDottedVersions(set, MINOR_MINOR_IGNORED) >= 0) ? 2 : 3;
  if (compareDottedVersions(a.slice(0, parts).join("."), b.slice(0, parts).join(".")) >= 0) return YES;
  return no(`feature set ${joiner} is older than the DC's, ${dc}`);
}

/** Whether two feature sets are of the same step, so that their nodes can join each other whichever is DC. */
export function sameStep(a: string, b: string): boolean {
  return mayJoin(a, b).ok && mayJoin(b, a).ok;
}

/** Remote daemons of these releases ask of a cluster node at least their own protocol, which 1.1.18 took back. */
const STRICT = { since: "1.1.15", before: "1.1.18" };

/**
 * Whether a remote node or container with one release works with a cluster node of another. A newer remote daemon is let in
 * by every node, but nothing then keeps the cluster from what its older nodes do not know: the documented rule is that the
 * cluster is upgraded first.
 */
export function remoteFits(remote: string, node: string): Fit {
  const since = (version: string, release: string): boolean => compareDottedVersions(version, release) >= 0;
  const protocols = [releaseOf(remote)?.remote, releaseOf(node)?.remote];
  const [ofRemote = "0", ofNode = "0"] = protocols;
  if (protocols.includes(undefined))
    return no(`Pacemaker ${remote} and ${node} have no protocol for remote nodes in common`);
  if (since(remote, STRICT.since) && !since(remote, STRICT.before) && compareDottedVersions(ofNode, ofRemote) < 0)
    return no(`remote daemons of Pacemaker ${remote} refuse nodes of before ${STRICT.since}`);
  if (since(remote, "3") && !since(node, "2"))
    return no(`remote daemons of Pacemaker 3 need a cluster of 2.0 or later`);
  if (since(node, "3") && !since(remote, STRICT.since))
    return no(`a cluster of Pacemaker 3 has no remote nodes of before ${STRICT.since}`);
  if (compareDottedVersions(plain(remote), plain(node)) > 0)
    return no(`Pacemaker ${plain(remote)} of the remote daemon is newer than ${plain(node)} of the cluster node`);
  return YES;
}

const plain = (version: string): string => versionNumbers(version).join(".");
