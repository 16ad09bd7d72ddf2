/**
 * Actions on a remote or guest node go through the cluster node that holds its connection. While the connection moves,
 * what must be done before the move goes through its present host and everything else through the next.
 * Behaviour: docs/pacemaker/graph.md#routers.
 */
import { isRemoteKind } from "../model/node.ts";
import type { ReadonlyAction, ReadonlyNode } from "../model/read-only.ts";
import { currentNode } from "../model/whereabouts.ts";

const BEFORE_THE_MOVE = new Set(["cancel", "stop", "demote", "migrate_from", "migrate_to"]);

/** The cluster node to route the action through; undefined for actions on cluster nodes, and for fencing. */
export function routerOf(action: ReadonlyAction): ReadonlyNode | undefined {
  const { node } = action;
  if (action.task === "stonith" || node === undefined || !isRemoteKind(node) || node.connection === undefined) {
    return undefined;
  }
  const connection = node.connection;
  const host = currentNode(connection);
  const nextHost = connection.assigned;
  if (host === undefined || nextHost === undefined || host === nextHost) return host ?? nextHost;

  // In a partial migration of a connection everything waits for its start on the target.
  if (connection.launcher === undefined && connection.partialMigrationTarget !== undefined) return nextHost;
  const task = action.task === "notify" ? action.meta.get("notify_operation") : action.task;
  return BEFORE_THE_MOVE.has(task ?? "") ? host : nextHost;
}
