/**
 * A node_state, first pass: everything about the node itself, without its operation history.
 * Behaviour: docs/pacemaker/node-status.md#first-pass-over-the-status.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { child, type Element, get } from "../../cib/xml/tree.ts";
import { fenceNode } from "../action/fence-node.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import { leadingInteger } from "../model/integer.ts";
import { findNode, findNodeById } from "../model/lookup.ts";
import { isRemoteKind } from "../model/node.ts";
import { addNodeAttributes } from "../model/nodes.ts";
import type { Node } from "../model/types.ts";
import { determineOnline } from "./online.ts";

/**
 * Reads attributes, standby, maintenance and membership of a cluster node, which may request its fencing. A remote node
 * gets only the mark of its last fencing here. The state of an unknown node changes nothing.
 */
export function unpackNodeState(s: ClusterModel, state: Element): void {
  if (!s.dialect.namelessStates && get(state, "uname") === undefined) return;
  const node = nodeOf(s, state);
  if (node === undefined) return;
  if (isRemoteKind(node)) {
    // Whether it is up depends on histories yet to be read; that it was fenced is needed to read them.
    node.remoteFenced = (leadingInteger(get(state, "node_fenced")) ?? 0) > 0;
    return;
  }
  addNodeAttributes(s, node, child(state, "transient_attributes"), true);
  if (parseBoolean(node.attributes.get("standby")) === true) node.standby = true;
  if (parseBoolean(node.attributes.get("maintenance")) === true) node.maintenance = true;
  node.unclean = false;
  node.seen = true;
  determineOnline(s, node, state);
  if (!s.quorate && node.online && s.options.quorumPolicy === "fence")
    fenceNode(s, node, "cluster does not have quorum", false);
}

/** The node a node_state is about; undefined for a node that left the configuration. */
export function nodeOf(s: ClusterModel, state: Element): Node | undefined {
  const id = get(state, "id");
  if (id === undefined) return undefined;
  const name = get(state, "uname");
  return findNodeById(s, id) ?? (name === undefined ? undefined : findNode(s, name));
}
