/**
 * Whether a cluster node is up, by what its node_state says: when it became a member of the cluster (`in_ccm`), when
 * its controller came online (`crmd`), how far it joined (`join`) and what it is expected to be (`expected`).
 * Behaviour: docs/pacemaker/node-status.md#online-cluster-nodes.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { msToSeconds } from "../../cib/value/duration.ts";
import { MINUS_INFINITY } from "../../cib/value/score.ts";
import { type Element, get } from "../../cib/xml/tree.ts";
import { fenceNode } from "../action/fence-node.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { leadingInteger } from "../model/integer.ts";
import { lookAgainBy } from "../model/read-values.ts";
import type { Node } from "../model/types.ts";

/** A node's membership as recorded. Times are epoch seconds; 0 = not; −1 = never heard of. */
interface Membership {
  readonly member: number;
  readonly online: number;
  readonly join: string | undefined;
  readonly expected: string | undefined;
}

/**
 * Sets whether a cluster node is online, expected up and shutting down. A node that should be up and is not may be
 * fenced; one that is offline or shutting down gets the base score −INFINITY.
 */
export function determineOnline(s: ClusterModel, node: Node, state: Element): void {
  const membership: Membership = {
    member: memberSince(s, get(state, "in_ccm")),
    online: onlineSince(s, get(state, "crmd")),
    join: get(state, "join"),
    expected: get(state, "expected"),
  };
  node.shutdown = shutdownRequested(node);
  if (!node.shutdown && membership.expected?.toLowerCase() === "member") node.expectedUp = true;
  node.online = s.options.fencingEnabled
    ? judgeWithFencing(s, node, membership)
    : judgeWithoutFencing(s, node, membership);
  if (!node.online || node.shutdown) node.score = MINUS_INFINITY;
}

/** The attribute a node sets when it wants to leave; it can be asked before anything else of the node is known. */
export function shutdownRequested(node: Node): boolean {
  const value = node.attributes.get("shutdown");
  return value !== undefined && value !== "0";
}

/** A plain "true" (from before times were recorded) counts as "since now", so that no patience is lost on it. */
function memberSince(s: ClusterModel, text: string | undefined): number {
  const flag = parseBoolean(text);
  if (flag !== undefined) return flag ? s.now : 0;
  if (!s.dialect.membershipTimes) return text === undefined ? -1 : 0;
  const since = leadingInteger(text);
  return since === undefined || since < 0 ? -1 : since;
}

function onlineSince(s: ClusterModel, text: string | undefined): number {
  if (text?.toLowerCase() === "online") return 1;
  if (!s.dialect.membershipTimes) return 0;
  return Math.max(0, leadingInteger(text) ?? 0);
}

function judgeWithoutFencing(s: ClusterModel, node: Node, { member, online, join }: Membership): boolean {
  if (member <= 0) return false;
  if (online > 0) return join?.toLowerCase() === "member";
  if (node.expectedUp) fenceNode(s, node, "peer is unexpectedly down", false);
  return false;
}

const LOST = "peer is no longer part of the cluster";

function judgeWithFencing(s: ClusterModel, node: Node, membership: Membership): boolean {
  const { member, online, join, expected } = membership;
  // A node that asked to leave is only waited for as long as it is there to answer.
  if (node.shutdown) return online > 0;
  if (member < 0) {
    fenceNode(s, node, "peer has not been seen by the cluster", false);
    return false;
  }
  if (join === "banned") {
    fenceNode(s, node, "peer failed Pacemaker membership criteria", false);
  } else if (terminationRequested(node)) {
    if (member <= 0 && online <= 0 && join === "down") return false;
    if (member <= 0 && !s.dialect.requestBeforeLoss) fenceNode(s, node, LOST, true);
    else fenceNode(s, node, "fencing was requested", false);
  } else if (expected === undefined || expected === "down") {
    judgeComing(s, node, membership);
  } else if (member <= 0) {
    fenceNode(s, node, LOST, true);
  } else if (online <= 0) {
    fenceNode(s, node, "peer process is no longer available", false);
  } else if (join === "pending" || join === "down") {
    markPending(node);
  } else if (join !== "member") {
    fenceNode(s, node, "peer was in an unknown state", false);
  }
  return member > 0;
}

/** A node that is not expected to be up: down, or on its way. */
function judgeComing(s: ClusterModel, node: Node, { member, online }: Membership): void {
  if (pendingTooLong(s, member, online))
    fenceNode(s, node, "peer pending timed out on joining the process group", false);
  else if (member > 0 || online > 0) markPending(node);
}

function markPending(node: Node): void {
  node.standby = true;
  node.pending = true;
}

function pendingTooLong(s: ClusterModel, member: number, online: number): boolean {
  if (s.options.nodePendingTimeout <= 0 || member <= 0 || online > 0) return false;
  const limit = member + msToSeconds(s.options.nodePendingTimeout);
  if (s.now >= limit) return true;
  lookAgainBy(s, limit);
  return false;
}

/** A user requested the node's fencing: `terminate` is a flag, or the time of the request. */
function terminationRequested(node: Node): boolean {
  const value = node.attributes.get("terminate");
  return parseBoolean(value) ?? (leadingInteger(value) ?? 0) > 0;
}
