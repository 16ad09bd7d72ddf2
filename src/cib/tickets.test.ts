/** Tickets change as `crm_ticket` changes them. */
import { expect, test } from "vitest";
import { type TicketVerb, withTicket } from "./tickets.ts";
import { parseXml } from "./xml/parse.ts";
import { printXml } from "./xml/print.ts";
import { child, type Element } from "./xml/tree.ts";

function parsed(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}

const after = (root: Element, ...verbs: readonly TicketVerb[]): Element =>
  verbs.reduce((cib, verb) => withTicket(cib, { ticket: "T", verb }, 77), root);

const statusOf = (cib: Element): string => {
  const status = child(cib, "status");
  return status === undefined ? "" : printXml(status, { indent: 0 });
};

const NONE = parsed("<cib><configuration/><status/></cib>");
const state = (attributes: string): string =>
  `<status><tickets><ticket_state id="T" ${attributes}/></tickets></status>`;

test.each([
  [["grant"], 'granted="true" standby="false" last-granted="77"'],
  [["grant", "standby"], 'granted="true" standby="true" last-granted="77"'],
  [["grant", "standby", "activate"], 'granted="true" standby="false" last-granted="77"'],
  [["grant", "revoke"], 'granted="false" standby="false" last-granted="77"'],
  [["standby"], 'granted="false" standby="true"'],
] as const)("%j", (verbs, attributes) => {
  expect(statusOf(after(NONE, ...verbs))).toBe(state(attributes));
});

test("what is so already stays the same, and other tickets are left alone", () => {
  const granted = after(NONE, "grant");
  expect(after(granted, "grant")).toBe(granted);
  expect(after(granted, "activate")).toBe(granted);
  const other = withTicket(granted, { ticket: "U", verb: "grant" }, 5);
  expect(statusOf(withTicket(other, { ticket: "U", verb: "revoke" }, 6))).toContain('id="T" granted="true"');
});
