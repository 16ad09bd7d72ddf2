/**
 * The state of tickets, as the status section records it.
 * Behaviour: docs/pacemaker/node-status.md#tickets.
 */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { type Element, elements, idOf } from "../../cib/xml/tree.ts";
import type { ClusterModel } from "../model/cluster-model.ts";
import type { Ticket } from "../model/types.ts";

/** Reads the attributes of every `ticket_state`, granted and standby among them. States without id are skipped. */
export function unpackTickets(s: ClusterModel, tickets: Element): void {
  for (const state of elements(tickets, "ticket_state")) {
    const id = idOf(state);
    if (id === "") continue;
    const ticket = s.tickets.get(id) ?? newTicket(s, id);
    for (const [name, value] of state.attributes) {
      if (name !== "id") ticket.attributes.set(name, value);
    }
    ticket.granted = parseBoolean(ticket.attributes.get("granted")) === true;
    ticket.standby = parseBoolean(ticket.attributes.get("standby")) === true;
  }
}

function newTicket(s: ClusterModel, id: string): Ticket {
  const ticket: Ticket = { id, granted: false, standby: false, attributes: new Map() };
  s.tickets.set(id, ticket);
  return ticket;
}
