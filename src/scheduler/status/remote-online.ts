/**
 * Whether a remote or guest node is up. Nothing in its own node_state says so: it is up while its connection is, and a
 * guest only while the container it lives in is.
 * Behaviour: docs/pacemaker/node-status.md#online-remote-and-guest-nodes.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { child, type Element, get } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Role } from "../model/enums.ts";
import { leadingInteger } from "../model/integer.ts";
import { addNodeAttributes } from "../model/nodes.ts";
import type { Node } from "../model/types.ts";
import { shutdownRequested } from "./online.ts";

/** Sets whether a remote or guest node is online. Its connection's and container's histories must be read before. */
export function determineRemoteOnline(node: Node): void {
  const connection = node.connection;
  if (connection === undefined) {
    // Its connection was taken out of the configuration.
    node.online = false;
    return;
  }
  const launcher = connection.launcher;
  const host = launcher !== undefined && connection.active.length === 1 ? connection.active[0] : undefined;
  if (connection.role === Role.started) {
    node.online = true;
    if (connection.nextRole === Role.stopped) node.shutdown = true;
  }
  if (launcher?.failed === true) {
    node.online = false;
    node.remoteReset = true;
  } else if (connection.failed) {
    node.online = false;
  } else if (connection.role === Role.stopped || launcher?.role === Role.stopped) {
    node.online = false;
    node.remoteReset = false;
  } else if (host !== undefined && !host.online && host.unclean) {
    node.online = false;
    node.remoteReset = true;
  }
}

/** Reads the parts of a remote node's node_state that need its connection's state first. */
export function readRemoteState(s: ClusterModel, node: Node, state: Element): void {
  node.remoteMaintenance = (leadingInteger(get(state, "node_in_maintenance")) ?? 0) > 0;
  if (!node.remoteReset) {
    node.unclean = false;
    node.seen = true;
  }
  addNodeAttributes(s, node, child(state, "transient_attributes"), true);
  if (shutdownRequested(node)) node.shutdown = true;
  if (parseBoolean(node.attributes.get("standby")) === true) node.standby = true;
  if (parseBoolean(node.attributes.get("maintenance")) === true || node.connection?.managed === false)
    node.maintenance = true;
  // Without fencing a remote node that is not probed could never be trusted; a guest can always be restarted.
  const discovery = node.attributes.get("resource-discovery-enabled");
  if (
    discovery !== undefined &&
    parseBoolean(discovery) !== true &&
    (node.kind === "guest" || s.options.fencingEnabled)
  ) {
    node.probesAllowed = false;
  }
}
