/**
 * Actions on Pacemaker Remote nodes go through a connection, so they have to happen while it is up: after its start,
 * before its stop. When the connection is lost for good, what is or may be running behind it forces fencing.
 * Behaviour: docs/pacemaker/remote-nodes.md#which-actions (pcmk_sched_remote.c).
 */
import { operationKey } from "../../cib/operation.ts";
import { hasFlag } from "../action/action-state.ts";
import { connectionState } from "../action/connection-state.ts";
import { fenceNode } from "../action/fence-node.ts";
import { newOrdering } from "../action/ordering.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { ActionFlag, Relation, Role } from "../model/enums.ts";
import { isRemoteKind } from "../model/node.ts";
import type { Action, Node, Resource } from "../model/types.ts";
import { currentNode } from "../model/whereabouts.ts";

/** Orders every action on a remote or guest node against the actions of that node's connection. */
export function orderRemoteActions(s: ClusterModel): void {
  if (!s.haveRemoteNodes) return;
  for (const action of [...s.actions].reverse()) {
    const rsc = action.rsc;
    if (rsc === undefined) continue;
    if (rsc.isRemoteConnection && action.task === "clear_failcount") {
      newOrdering(s, { rsc, action }, { rsc, key: operationKey(rsc.id, "start", 0) }, Relation.ordered);
      continue;
    }
    const node = action.node;
    if (node === undefined || !isRemoteKind(node) || hasFlag(action, ActionFlag.pseudo)) continue;
    const connection = node.connection;
    if (connection === undefined) continue;

    if (action.task === "start") keepUntilConnected(s, rsc, node, connection);
    if (connection.launcher === undefined) orderOnRemote(s, action, node, connection);
    else orderOnGuest(s, action, node, connection, connection.launcher);
  }
}

/** A resource that moves to a remote node stays where it is until the connection is known to come up. */
function keepUntilConnected(s: ClusterModel, rsc: Resource, node: Node, connection: Resource): void {
  for (const other of [...rsc.actions].reverse()) {
    if (other.task === "stop" && other.node !== node) {
      newOrdering(
        s,
        { rsc: connection, key: operationKey(connection.id, "start", 0) },
        { rsc, action: other },
        Relation.ordered,
      );
    }
  }
}

type Kind = "up" | "stop" | "demote" | "probe" | "other";

function kindOf(task: string): Kind {
  switch (task) {
    case "start":
    case "promote":
      return "up";
    case "stop":
    case "migrate_to":
    case "migrate_from":
      return "stop";
    case "demote":
      return "demote";
    case "monitor":
      return "probe";
    default:
      return "other";
  }
}

function orderOnRemote(s: ClusterModel, action: Action, node: Node, connection: Resource): void {
  const state = connectionState(node, connection);
  switch (kindOf(action.task)) {
    case "up":
      // A failed connection that is recovered takes what ran behind it with it.
      afterStart(s, connection, action, state === "failed" ? Relation.firstImpliesThen : Relation.none);
      return;
    case "stop":
      if (state === "alive") beforeStop(s, action, connection, Relation.thenImpliesFirst);
      else if (state === "failed") fenceNode(s, node, "resources are active but connection is unrecoverable", false);
      else if (connection.nextRole === Role.stopped) beforeStop(s, action, connection, Relation.thenImpliesFirst);
      else afterStart(s, connection, action, Relation.none);
      return;
    case "demote":
      // Otherwise the order of the stop that follows is enough, and a start that is not going to happen would block it.
      if (state === "resting" || state === "unknown") afterStart(s, connection, action, Relation.none);
      return;
    default:
      if (action.intervalMs > 0) {
        afterStart(s, connection, action, Relation.firstImpliesThen);
        return;
      }
      if (action.task === "monitor" && state === "failed") {
        fenceNode(s, node, "resources are in unknown state and connection is unrecoverable", false);
      }
      // A connection that goes down for good has to stay up until its node has been looked at.
      if (state === "stopped" && currentNode(connection) !== undefined)
        beforeStop(s, action, connection, Relation.unrunnableFirstBlocks);
      else afterStart(s, connection, action, Relation.none);
  }
}

function orderOnGuest(s: ClusterModel, action: Action, node: Node, connection: Resource, launcher: Resource): void {
  if (launcher.failed) fenceNode(s, node, "container failed", false);
  const kind = kindOf(action.task);
  switch (kind) {
    case "up":
      afterStart(s, launcher, action, Relation.firstImpliesThen);
      afterStart(s, connection, action, Relation.none);
      return;
    case "stop":
    case "demote":
      // Implied by the stop of a failed container, as by fencing.
      if (!launcher.failed) beforeStop(s, action, connection, Relation.none);
      return;
    default:
      if (action.intervalMs === 0) afterStart(s, connection, action, Relation.none);
      else if (kind !== "other") afterStart(s, connection, action, Relation.firstImpliesThen);
  }
}

function afterStart(s: ClusterModel, first: Resource, then: Action, extra: number): void {
  const type = Relation.guestAllowed | Relation.unrunnableFirstBlocks | extra;
  newOrdering(s, { rsc: first, key: operationKey(first.id, "start", 0) }, { action: then }, type);
}

function beforeStop(s: ClusterModel, first: Action, then: Resource, extra: number): void {
  newOrdering(
    s,
    { action: first },
    { rsc: then, key: operationKey(then.id, "stop", 0) },
    Relation.guestAllowed | extra,
  );
}
