/**
 * Reads the status section: tickets and nodes first, then every node's operation history, as soon as what it depends
 * on is known.
 * Behaviour: docs/pacemaker/history.md#order-of-nodes.
 */
import { elements, get } from "../../cib/xml/tree.ts";
import { stopAction } from "../action/create.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { Role } from "../model/enums.ts";
import { isRemoteKind } from "../model/node.ts";
import type { Node } from "../model/types.ts";
import { currentNode } from "../model/whereabouts.ts";
import { HistoryIndex } from "./history-index.ts";
import type { HistorySource } from "./history-source.ts";
import { nodeOf, unpackNodeState } from "./node-state.ts";
import { determineRemoteOnline, readRemoteState } from "./remote-online.ts";
import { unpackNodeHistory } from "./resource-history.ts";
import { unpackTickets } from "./tickets.ts";

/**
 * Reads tickets, node states and histories into the model. Without a status section only the state of remote nodes is
 * determined.
 */
export function unpackStatus(s: ClusterModel): void {
  for (const section of s.status === undefined ? [] : elements(s.status)) {
    if (section.name === "tickets") unpackTickets(s, section);
    else if (section.name === "node_state") unpackNodeState(s, section);
  }
  const reading: HistorySource = { s, index: new HistoryIndex(s.status) };
  while (readHistories(reading, false)) {
    // These histories may show that a remote node's connection is up.
  }
  readHistories(reading, s.options.fencingEnabled);
  stopContainersWithFailedConnections(s);
  finishRemoteNodes(s);
}

/** One pass over the nodes whose history was not read yet; true when any was. `rest`: all that are left, ready or not. */
function readHistories(reading: HistorySource, rest: boolean): boolean {
  const { s } = reading;
  let progress = false;
  for (const state of s.status === undefined ? [] : elements(s.status, "node_state")) {
    if (get(state, "uname") === undefined) continue;
    const node = nodeOf(s, state);
    if (node === undefined || node.unpacked || (!rest && !ready(s, node))) continue;
    if (isRemoteKind(node)) {
      determineRemoteOnline(node);
      readRemoteState(s, node, state);
    }
    node.unpacked = true;
    unpackNodeHistory(reading, node, state);
    progress = true;
  }
  return progress;
}

function ready(s: ClusterModel, node: Node): boolean {
  const connection = node.connection;
  switch (node.kind) {
    case "guest":
      return connection?.role === Role.started && connection.launcher?.role === Role.started;
    case "remote":
      return connection !== undefined && (s.options.shutdownLock || connection.role === Role.started);
    case "cluster":
      // Nodes that are surely gone come last, so that running instances of clones get the low numbers.
      return s.options.fencingEnabled || s.options.shutdownLock || node.online;
  }
}

/** Where the container of a failed bundle connection runs was not known when the failure was read. */
function stopContainersWithFailedConnections(s: ClusterModel): void {
  for (const container of s.stopNeeded.splice(0).reverse()) {
    const node = currentNode(container);
    if (node !== undefined) stopAction(s, container, node, false);
  }
}

function finishRemoteNodes(s: ClusterModel): void {
  for (const node of s.nodes) {
    if (!isRemoteKind(node)) continue;
    if (node.shutdown && node.connection !== undefined) node.connection.nextRole = Role.stopped;
    if (!node.unpacked) determineRemoteOnline(node);
  }
}
