/** Tickets in a CIB's status, changed as `crm_ticket` changes them. */
import { child, type Element, element, elements, idOf, replaceChild, withAttribute, withChildren } from "./xml/tree.ts";

export type TicketVerb = "grant" | "revoke" | "standby" | "activate";

export interface TicketRequest {
  readonly ticket: string;
  readonly verb: TicketVerb;
}

/** @param now epoch seconds, which a granted ticket records. A CIB without a status stays as it is */
export function withTicket(cib: Element, { ticket, verb }: TicketRequest, now: number): Element {
  const status = child(cib, "status");
  if (status === undefined) return cib;
  const tickets = child(status, "tickets") ?? element("tickets");
  const state = elements(tickets, "ticket_state").find((e) => idOf(e) === ticket);
  const changed = changedState(
    state ?? element("ticket_state", { id: ticket, granted: "false", standby: "false" }),
    verb,
    now,
  );
  if (changed === state) return cib;
  const all =
    state === undefined ? withChildren(tickets, [...tickets.children, changed]) : replaceChild(tickets, state, changed);
  const edited =
    child(status, "tickets") === undefined
      ? withChildren(status, [...status.children, all])
      : replaceChild(status, tickets, all);
  return replaceChild(cib, status, edited);
}

function changedState(state: Element, verb: TicketVerb, now: number): Element {
  switch (verb) {
    case "grant":
      return state.attributes.get("granted") === "true"
        ? state
        : withAttribute(withAttribute(state, "granted", "true"), "last-granted", String(now));
    case "revoke":
      return withAttribute(state, "granted", "false");
    case "standby":
      return withAttribute(state, "standby", "true");
    case "activate":
      return withAttribute(state, "standby", "false");
  }
}
