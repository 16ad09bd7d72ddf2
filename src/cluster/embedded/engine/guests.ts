/**
 * Guest and remote nodes: a node whose executor is reached through a connection that is itself a resource. Its state
 * entry is replaced when the connection comes up. Source: Pacemaker's controller, remote node up and down.
 */

import { dropRecurringOf } from "./recurring.ts";
import type { Operation } from "./state.ts";
import { eraseNode, setNodeState } from "./status.ts";
import type { Turn } from "./step-draft.ts";

export function isConnection(operation: Operation): boolean {
  const { rsc } = operation;
  return rsc.class === "ocf" && rsc.provider === "pacemaker" && rsc.type === "remote";
}

/** What a finished operation on a connection means for its node. */
export function connectionEnded(turn: Turn, operation: Operation, rc: number): void {
  const name = operation.rsc.id;
  if (rc !== 0) return;
  if (operation.task === "start") guestUp(turn, name, operation.node);
  else if (operation.task === "migrate_from") guestMoved(turn, name, operation.node);
  else if (operation.task === "monitor" && operation.intervalMs === 0 && !turn.guests.has(name)) {
    turn.guests.set(name, { name, host: operation.node, rsc: name });
  } else if (operation.task === "stop" && isThrough(turn, name, operation.node))
    guestDown(turn, name, { forget: false, lost: false });
}

/** The stop that ends a migration is that of a connection which another one has taken the place of. */
const isThrough = (turn: Turn, name: string, host: string): boolean => {
  const guest = turn.guests.get(name);
  return guest === undefined || guest.host === host;
};

function guestUp(turn: Turn, name: string, host: string): void {
  turn.guests.set(name, { name, host, rsc: name });
  const ref = { id: name, name, remote: true };
  turn.cib = eraseNode(turn.cib, ref, { history: true, attributes: true });
  turn.cib = setNodeState(turn.cib, ref, { in_ccm: "true", node_fenced: "0" });
  turn.tell({ kind: "guest", node: name, host, up: true, lost: false });
  turn.abort(`${name} joined`);
}

/** The node never was away: what is remembered of it holds. */
function guestMoved(turn: Turn, name: string, host: string): void {
  turn.guests.set(name, { name, host, rsc: name });
  turn.tell({ kind: "guest", node: name, host, up: true, lost: false });
}

/** `forget` also the history of what ran in it, once it is sure that nothing does any more. */
export function guestDown(
  turn: Turn,
  name: string,
  options: { readonly forget: boolean; readonly lost: boolean },
): void {
  const guest = turn.guests.get(name);
  const ref = { id: name, name, remote: true };
  turn.guests.delete(name);
  dropRecurringOf(turn, name, undefined);
  turn.cib = eraseNode(turn.cib, ref, { history: options.forget, attributes: true });
  turn.cib = setNodeState(turn.cib, ref, { in_ccm: "false" });
  if (guest !== undefined) turn.tell({ kind: "guest", node: name, host: guest.host, up: false, lost: options.lost });
}

/** Forgets the connections through a host that is down; their state entries are the scheduler's to reset. */
export function dropGuestsOf(turn: Turn, host: string): void {
  for (const guest of [...turn.guests.values()]) {
    if (guest.host !== host) continue;
    turn.guests.delete(guest.name);
    dropRecurringOf(turn, guest.name, undefined);
    turn.tell({ kind: "guest", node: guest.name, host, up: false, lost: true });
  }
}
