/** Tickets, and the change of one. */
import type { DocumentOf } from "../document-type.ts";
import type { ticketChanged, ticketsAnswer } from "./schema.ts";

export type Tickets = DocumentOf<typeof ticketsAnswer>;
export type TicketChanged = DocumentOf<typeof ticketChanged>;
