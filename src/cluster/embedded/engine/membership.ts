/**
 * Membership: nodes that join, leave or are lost, whether those that are left have quorum, and which of
 * them stands as the designated controller. Source: Pacemaker's controller (`node_state`), corosync's votequorum.
 */

import { FEATURE_SET } from "../../../cib/empty.ts";
import { descend, elements, get, withAttribute } from "../../../cib/xml/tree.ts";
import type { NodeCondition } from "../../../report/events/event.ts";
import { setAttribute } from "./attributes.ts";
import { dropGuestsOf, guestDown } from "./guests.ts";
import type { EngineInput } from "./message.ts";
import { dropRecurringOf } from "./recurring.ts";
import { operationsLost } from "./results.ts";
import type { NodeView } from "./state.ts";
import { eraseNode, nodeState, removeNodeState, setNodeState } from "./status.ts";
import type { Turn } from "./step-draft.ts";

type MembershipChange = Extract<EngineInput, { readonly kind: "membership" }>;

export function membershipChanged(turn: Turn, { node: name, id, member, booted }: MembershipChange): void {
  const before = turn.nodes.get(name);
  if ((before?.member ?? false) === member) {
    if (before === undefined) turn.nodes.set(name, { id, name, member: false, leaving: false });
    return;
  }
  // A node that joins brings its own history, which is empty after a boot, also if no fencing has cleared the old one.
  if (member && booted === true && before !== undefined) forgetNode(turn, name);
  if (member) joined(turn, { id, name, member: true, leaving: false });
  else if (before !== undefined) gone(turn, before);
  if (!member && !configuredNodes(turn).has(name)) forgetRemovedNodes(turn);
  else updateQuorum(turn);
  turn.abort(member ? `${name} joined` : `${name} is gone`);
}

function joined(turn: Turn, node: NodeView): void {
  const before = conditionOf(turn, node.name);
  turn.nodes.set(node.name, node);
  turn.cib = setNodeState(turn.cib, turn.nodeRef(node.name), {
    in_ccm: "true",
    crmd: "online",
    join: "member",
    expected: "member",
  });
  turn.tell({ kind: "node", node: node.name, before, after: "online" });
  turn.abort(`${node.name} joined`);
  setAttribute(turn, node.name, "#feature-set", FEATURE_SET);
}

function gone(turn: Turn, node: NodeView): void {
  turn.nodes.set(node.name, { ...node, member: false, leaving: false });
  const ref = turn.nodeRef(node.name);
  turn.cib = setNodeState(turn.cib, ref, {
    in_ccm: "false",
    crmd: "offline",
    join: "down",
    expected: node.leaving ? "down" : "member",
  });
  operationsLost(turn, (operation) => operation.host === node.name);
  if (node.leaving) {
    forgetNode(turn, node.name);
    shutdownEnded(turn, node.name);
  }
  turn.tell({ kind: "node", node: node.name, before: "online", after: node.leaving ? "left" : "unclean" });
}

/** The transition waits for nodes that it asked to leave. */
function shutdownEnded(turn: Turn, name: string): void {
  for (const { action } of [...(turn.progress?.begun.values() ?? [])])
    if (action.operation === "do_shutdown" && action.onNode === name) turn.endAction(action.id, "done");
}

/** Called once it is known that nothing runs on the node any more. */
function forgetNode(turn: Turn, name: string): void {
  turn.cib = eraseNode(turn.cib, turn.nodeRef(name), { history: true, attributes: true });
  dropRecurringOf(turn, name, undefined);
  dropGuestsOf(turn, name);
}

/** A node was powered off. */
export function nodeFenced(turn: Turn, name: string): void {
  const node = turn.nodes.get(name);
  if (node === undefined) {
    // A remote node: the scheduler needs the time of the fencing to start it again.
    guestDown(turn, name, { forget: true, lost: false });
    turn.cib = setNodeState(turn.cib, turn.nodeRef(name), { node_fenced: String(turn.seconds) });
    return;
  }
  const before = conditionOf(turn, name);
  turn.nodes.set(name, { ...node, member: false, leaving: false });
  turn.cib = setNodeState(turn.cib, turn.nodeRef(name), {
    in_ccm: "false",
    crmd: "offline",
    join: "down",
    expected: "down",
  });
  operationsLost(turn, (operation) => operation.host === name);
  shutdownEnded(turn, name);
  forgetNode(turn, name);
  turn.tell({ kind: "node", node: name, before, after: "offline" });
  updateQuorum(turn);
}

function conditionOf(turn: Turn, name: string): NodeCondition {
  const node = turn.nodes.get(name);
  if (node === undefined) return "offline";
  if (node.member) return "online";
  const state = nodeState(turn.cib, node.id);
  return state === undefined || get(state, "expected") === "down" ? "offline" : "unclean";
}

/** Cluster nodes of the configuration: id by name. */
function configuredNodes(turn: Turn): Map<string, string> {
  const found = new Map<string, string>();
  const nodes = descend(turn.cib, "configuration", "nodes");
  for (const node of nodes === undefined ? [] : elements(nodes, "node")) {
    if (get(node, "type") !== "remote") found.set(get(node, "uname") ?? "", get(node, "id") ?? "");
  }
  return found;
}

function updateQuorum(turn: Turn): void {
  const of = configuredNodes(turn).size;
  const online = turn.members().length;
  // Two nodes count as corosync's two_node mode has it: one is enough, fencing decides.
  const after = of === 2 ? online >= 1 : online * 2 > of;
  const before = get(turn.cib, "have-quorum") === "1";
  if (before !== after) {
    turn.cib = withAttribute(turn.cib, "have-quorum", after ? "1" : "0");
    turn.tell({ kind: "quorum", before, after, online, of });
    turn.abort(after ? "quorum regained" : "quorum lost");
  }
  const dc = electDc(turn);
  const dcBefore = get(turn.cib, "dc-uuid");
  if (dc?.id === dcBefore) return;
  turn.cib = withAttribute(turn.cib, "dc-uuid", dc?.id);
  const nameOf = (id: string | undefined) => [...turn.nodes.values()].find((n) => n.id === id)?.name;
  turn.tell({ kind: "dc", before: nameOf(dcBefore), after: dc?.name });
}

/** It stays as long as it is a member; then the first by id. */
function electDc(turn: Turn): NodeView | undefined {
  const members = turn.members();
  const current = members.find((n) => n.id === get(turn.cib, "dc-uuid"));
  return current ?? members.sort((a, b) => Number(a.id) - Number(b.id) || (a.id < b.id ? -1 : 1))[0];
}

/** Nodes the configuration no longer has are forgotten once they are gone. */
export function forgetRemovedNodes(turn: Turn): void {
  const configured = configuredNodes(turn);
  for (const node of [...turn.nodes.values()]) {
    if (configured.has(node.name) || node.member) continue;
    turn.cib = removeNodeState(turn.cib, turn.nodeRef(node.name));
    turn.nodes.delete(node.name);
  }
  updateQuorum(turn);
}
