/** Tickets as the CIB's status has them. */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { descend, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { Configuration } from "./document.ts";
import { otherAttributes } from "./resources.ts";

export type TicketState = Configuration["tickets"][number];

/** Those that were ever granted, revoked or given an attribute; a ticket that only constraints name has no state. */
export function readTickets(cib: Element): TicketState[] {
  const tickets = descend(cib, "status", "tickets");
  return (tickets === undefined ? [] : elements(tickets, "ticket_state")).map((e) => ({
    id: idOf(e),
    granted: parseBoolean(get(e, "granted")) === true,
    standby: parseBoolean(get(e, "standby")) === true,
    attributes: otherAttributes(e, "granted", "standby"),
  }));
}
