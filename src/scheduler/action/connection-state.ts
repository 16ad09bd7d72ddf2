/**
 * The state of a remote node's connection, as far as actions behind it are concerned.
 * Behaviour: docs/pacemaker/remote-nodes.md#state-of-a-connection (pcmk_sched_remote.c).
 */
import { Role } from "../model/enums.ts";
import type { Node, Resource } from "../model/types.ts";
import { currentNode } from "../model/whereabouts.ts";
import { isOnlineAndClean } from "./resource-active.ts";

/** `unknown`: recoverable, but not running now; `resting`: on a lost node, or in the middle of a migration. */
export type ConnectionState = "unknown" | "alive" | "resting" | "failed" | "stopped";

/** The state of the connection to `node`. One that gets no node is `stopped`, `failed` or `unknown`. */
export function connectionState(node: Node, connection: Resource): ConnectionState {
  const host = currentNode(connection);
  if (connection.nextRole === Role.stopped || connection.assigned === undefined) {
    if (host?.unclean) return "failed";
    if (!connection.failed) return "stopped";
    // Fenced already, and waiting out its reconnect interval: whether it comes back will be seen then.
    if (
      connection.nextRole === Role.stopped &&
      connection.reconnectInterval > 0 &&
      node.remoteFenced &&
      !shutdownRequested(node)
    ) {
      return "unknown";
    }
    return "failed";
  }
  if (host === undefined) return "unknown";
  if (!isOnlineAndClean(host)) return "resting";
  const migrating = connection.partialMigrationSource !== undefined && connection.partialMigrationTarget !== undefined;
  return migrating && connection.active.length > 1 ? "resting" : "alive";
}

function shutdownRequested(node: Node): boolean {
  const shutdown = node.attributes.get("shutdown");
  return shutdown !== undefined && shutdown !== "0";
}

/** A remote (not guest) node whose connection cannot be recovered. */
export function isFailedRemote(node: Node): boolean {
  return node.kind === "remote" && node.connection !== undefined && connectionState(node, node.connection) === "failed";
}
