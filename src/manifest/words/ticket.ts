/** Ticket constraints: resources that run only while the site holds a ticket. */
import { type Element, get } from "../../cib/xml/tree.ts";
import * as type from "../read/field-types.ts";
import { described, located, mapped, oneOf, record } from "../read/shape.ts";
import { normalRole } from "./normal.ts";
import { plainMap } from "./plain.ts";
import { nameOfSets, resourceSets, setDrafts, usually, writeResourceSets } from "./resource-sets.ts";
import { Build, type Owner, type Word } from "./word.ts";

const fields = record(
  "a ticket constraint",
  { ticket: described(type.text, "Name of the ticket.", { example: "site-a" }) },
  {
    resource: described(located(type.name), "Service or id of the resource. Either this or sets.", { example: "web" }),
    sets: described(resourceSets, "Sets of resources.", { example: [["web", "storage"]] }),
    id: described(type.name, "Id of the constraint. Default: made as pcs makes it.", { example: "web-needs-site-a" }),
    role: described(
      oneOf("Started", "Stopped", "Promoted", "Unpromoted"),
      "Role of the resource that needs the ticket. Default: any.",
      { example: "Promoted" },
    ),
    "loss-policy": described(
      oneOf("stop", "demote", "fence", "freeze"),
      "What happens when the ticket is lost. Default: Pacemaker's own, stop.",
      { example: "fence" },
    ),
  },
);

export const ticket: Word = {
  shape: mapped(fields, (said, at, problems) => {
    if ((said.resource === undefined) === (said.sets === undefined)) {
      problems.add("missing-key", at, 'expected either the key "resource" or the key "sets" in a ticket constraint');
      return undefined;
    }
    return (owner: Owner) => {
      const resource = said.resource && (owner.idOf?.(said.resource.value) ?? said.resource.value);
      const ending = said.role === undefined ? "" : `-${said.role}`;
      const word = said.ticket.replace(/[^A-Za-z0-9_.-]/g, "");
      const named =
        said.sets === undefined ? `ticket-${word}-${resource}${ending}` : nameOfSets("rsc_ticket", said.sets);
      const build = new Build({ ...owner, id: said.id ?? named });
      build.set("rsc", resource, said.resource?.at);
      build.set("rsc-role", said.role, said.keys.get("role"));
      build.set("ticket", said.ticket);
      build.set("loss-policy", said["loss-policy"]);
      build.children.push(...setDrafts(said.sets ?? [], build.owner));
      return build.draft("rsc_ticket");
    };
  }),
  write(e: Element, surroundings) {
    return plainMap({
      ticket: get(e, "ticket"),
      resource: get(e, "rsc"),
      sets: writeResourceSets(e, surroundings),
      role: usually(e, "rsc-role", normalRole),
      "loss-policy": get(e, "loss-policy"),
    });
  },
};
