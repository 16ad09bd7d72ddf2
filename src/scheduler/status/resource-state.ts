/**
 * The conclusion from a resource's history on one node: where it is active, what its failures require, and what that
 * means for the node.
 * Behaviour: docs/pacemaker/history.md#state-on-a-node.
 */
import { operationKey } from "../../cib/operation.ts";
import { demoteAction, findActions, setFlag, stopAction } from "../action/create.ts";
import { fenceNode, markFailed } from "../action/fence-node.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, OnFail, Role } from "../model/enums.ts";
import { isBundled } from "../model/history-entry.ts";
import { findNode } from "../model/lookup.ts";
import { isGuest } from "../model/node.ts";
import type { Node, Primitive, Resource } from "../model/types.ts";
import { banFrom } from "./node-scores.ts";
import { addRunning, block } from "./running.ts";

/**
 * Settles where `rsc` is active once its history on `node` is read, and applies `foundOnFail`, the response to its
 * failures. An active resource on a lost node requests that node's fencing.
 */
export function settleState(s: ClusterModel, rsc: Primitive, node: Node, foundOnFail: OnFail): void {
  const active = rsc.role > Role.stopped;
  if (rsc.role !== Role.unknown) noteKnown(rsc, node);
  if (active && !node.online && !node.maintenance && rsc.managed) fenceLostNode(s, rsc, node);
  // A node that will be fenced takes its failures with it.
  const onFail = node.unclean ? OnFail.ignore : foundOnFail;
  respond(s, rsc, node, onFail, active);
  rememberFailedConnection(s, rsc);

  if (active) {
    addRunning(s, rsc, node, foundOnFail !== OnFail.ignore);
    if (onFail === OnFail.demote || onFail === OnFail.block) rsc.failed = true;
    else if (onFail !== OnFail.ignore) markFailed(rsc);
  } else if (rsc.historyId?.includes(":") === true) {
    // Old histories carry instance numbers; one that is not active says nothing about which instance it was.
    rsc.historyId = undefined;
  } else {
    for (const stop of findActions(rsc, operationKey(rsc.id, "stop", 0), node)) setFlag(stop, ActionFlag.optional);
  }

  // The stop that ends a migration's first half does not stop what arrived on the other side.
  if (
    rsc.role === Role.stopped &&
    rsc.active.length > 0 &&
    rsc.partialMigrationTarget !== undefined &&
    rsc.partialMigrationSource === node
  ) {
    rsc.role = Role.started;
  }
}

/** Its state here is known; for an anonymous instance that holds for its whole clone. */
function noteKnown(rsc: Primitive, node: Node): void {
  for (let at: Resource | undefined = rsc; at !== undefined; at = at.parent) {
    if (!at.knownOn.has(node)) at.knownOn.set(node, rsc.role);
    if (at.unique) return;
  }
}

/** A resource that may still run on a lost node must be stopped for certain: the node is fenced. */
function fenceLostNode(s: ClusterModel, rsc: Primitive, node: Node): void {
  const connection = node.connection;
  if (isGuest(node)) {
    markFailed(rsc);
  } else if (!s.options.fencingEnabled) {
    return;
  } else if (node.kind === "remote" && connection !== undefined && !connection.failed) {
    // A node counted as unseen is not fenced once its connection comes up elsewhere.
    node.seen = false;
    fenceNode(
      s,
      node,
      `${rsc.id} is active there (fencing will be revoked if remote connection can be re-established elsewhere)`,
      false,
    );
    return;
  }
  fenceNode(s, node, `${rsc.id} is thought to be active there`, false);
}

function respond(s: ClusterModel, rsc: Primitive, node: Node, onFail: OnFail, active: boolean): void {
  switch (onFail) {
    case OnFail.ignore:
      return;
    case OnFail.demote:
      rsc.failed = true;
      demoteAction(s, rsc, node, false);
      return;
    case OnFail.fence:
      fenceNode(s, node, `${rsc.id} failed there`, false);
      return;
    case OnFail.standby:
      node.standby = true;
      node.standbyOnFail = true;
      return;
    case OnFail.block:
      block(rsc);
      return;
    case OnFail.ban:
      banFrom(s, rsc, node);
      return;
    case OnFail.stop:
      rsc.nextRole = Role.stopped;
      return;
    case OnFail.restart:
      if (!active) return;
      markFailed(rsc);
      stopAction(s, rsc, node, false);
      return;
    case OnFail.restartContainer:
      restartContainer(s, rsc, node, active);
      return;
    case OnFail.resetRemote:
      resetRemote(s, rsc, node, active);
  }
}

function restartContainer(s: ClusterModel, rsc: Primitive, node: Node, active: boolean): void {
  markFailed(rsc);
  if (rsc.launcher === undefined) {
    if (active) stopAction(s, rsc, node, false);
  } else if (isBundled(rsc)) {
    // The connection may run on another node than its container, whose place may not be known yet.
    s.stopNeeded.push(rsc.launcher);
  } else {
    stopAction(s, rsc.launcher, node, false);
  }
}

function resetRemote(s: ClusterModel, rsc: Primitive, node: Node, active: boolean): void {
  markFailed(rsc);
  const remote = s.options.fencingEnabled && rsc.isRemoteConnection ? findNode(s, rsc.id) : undefined;
  if (remote?.kind === "remote" && !remote.remoteFenced)
    fenceNode(s, remote, "remote connection is unrecoverable", false);
  if (active) stopAction(s, rsc, node, false);
  // It stays stopped until the failure is forgotten, which takes as long as reconnecting is to wait.
  if (rsc.reconnectInterval > 0) rsc.nextRole = Role.stopped;
}

/** With its connection failed, an unclean remote node is fenced even if the connection is about to be tried elsewhere. */
function rememberFailedConnection(s: ClusterModel, rsc: Primitive): void {
  if (!rsc.failed || !rsc.isRemoteConnection) return;
  const remote = findNode(s, rsc.id);
  if (remote?.unclean === true) remote.seen = true;
}
