/** A ticket's change, as a person or a booth asks for it: part of the status, so that no configuration's version names it. */
import { withTicket } from "../../../cib/tickets.ts";
import type { EngineEvent } from "./message.ts";
import type { Turn } from "./step-draft.ts";

export function takeTicketChange(turn: Turn, event: Extract<EngineEvent, { kind: "ticket" }>): void {
  const { ticket, verb, who, request } = event;
  turn.cib = withTicket(turn.cib, { ticket, verb }, Math.floor(turn.now / 1000));
  turn.abort(`${who} asked for ticket ${verb} ${ticket}`);
  turn.reply(request, { kind: "done" });
}
