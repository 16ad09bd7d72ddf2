/** Every ticket that the status or a constraint names. */
import { descend, type Element, elements, get } from "../../cib/xml/tree.ts";
import { namedIn } from "../config/constraint-text.ts";
import { readTickets } from "../config/tickets.ts";
import type { Tickets } from "./document.ts";

export function listTickets(cib: Element): Tickets {
  const section = descend(cib, "configuration", "constraints");
  const constraints = section === undefined ? [] : elements(section, "rsc_ticket");
  const states = new Map(readTickets(cib).map((state) => [state.id, state]));
  const ids = new Set([...states.keys(), ...constraints.map((e) => get(e, "ticket") ?? "")]);
  return {
    document: "tickets",
    version: 1,
    tickets: [...ids].sort().map((id) => {
      const state = states.get(id);
      const at = state?.attributes.find(({ name }) => name === "last-granted");
      const bound = constraints.filter((e) => get(e, "ticket") === id).flatMap(namedIn);
      return {
        id,
        granted: state?.granted === true,
        standby: state?.standby === true,
        ...(at === undefined ? {} : { lastGranted: Number(at.value) }),
        resources: [...new Set(bound)],
      };
    }),
  };
}
