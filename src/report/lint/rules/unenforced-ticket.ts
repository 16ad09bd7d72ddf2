/** C13. */
import { parseBoolean } from "../../../cib/value/boolean.ts";
import { get, idOf } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

export const unenforcedTicket: LintRule = {
  id: "C13",
  severity: "warning",
  title: "a ticket whose loss fences, and fencing is off",
  why: "the loss policy is reset to stop",
  fix: "switch fencing on, or say another loss-policy",
  source: "crm_verify",
  check: ({ section, property }) =>
    parseBoolean(property("fencing-enabled")) !== false
      ? []
      : section("constraints")
          .filter((e) => e.name === "rsc_ticket" && get(e, "loss-policy") === "fence")
          .map((at) => ({ at, text: `${idOf(at)} fences on the loss of ${get(at, "ticket")}, and fencing is off` })),
};
