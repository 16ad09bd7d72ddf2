/** Order constraints: an action of a resource before one of another, or sets. */
import { type Element, get } from "../../cib/xml/tree.ts";
import * as type from "../read/field-types.ts";
import { described, located, mapped, oneOf, record } from "../read/shape.ts";
import { normalBoolean, normalScore } from "./normal.ts";
import { pairOrSets } from "./pair-or-sets.ts";
import { plainMap } from "./plain.ts";
import { nameOfSets, resourceSets, setDrafts, usually, writeResourceSets } from "./resource-sets.ts";
import { Build, type Owner, type Word } from "./word.ts";

const action = oneOf("start", "stop", "promote", "demote");

const fields = record(
  "an order constraint",
  {},
  {
    first: described(located(type.name), "Service or id of the resource whose action comes first.", {
      example: "storage",
    }),
    // biome-ignore lint/suspicious/noThenProperty: Pacemaker's word for it, and never a function
    then: described(located(type.name), "Service or id of the resource whose action comes after it.", {
      example: "web",
    }),
    sets: described(resourceSets, "Sets of resources, in place of first and then.", {
      example: [["storage"], ["web"]],
    }),
    id: described(type.name, "Id of the constraint. Default: made as pcs makes it.", { example: "storage-then-web" }),
    "first-action": described(action, "Action of the first resource.", { default: "start", example: "promote" }),
    "then-action": described(action, "Action of the other resource.", { default: "start", example: "promote" }),
    kind: described(
      oneOf("Mandatory", "Optional", "Serialize"),
      "Mandatory: always. Optional: only when both happen in one transition. Serialize: never at the same time.",
      { default: "Mandatory", example: "Optional" },
    ),
    score: described(type.score, "An older word for kind: 0 is Optional, all above it Mandatory.", { example: 0 }),
    symmetrical: described(
      type.boolean,
      "Whether stopping goes in the opposite order. Default: true, except for Serialize.",
      { example: false },
    ),
    "require-all": described(
      type.boolean,
      "Whether all instances of a first clone or bundle must be active, or one is enough. Default: Pacemaker's own, true.",
      { example: false },
    ),
  },
);

export const order: Word = {
  shape: mapped(fields, (said, at, problems) => {
    const of = pairOrSets(said, ["first", "then"], "an order constraint", at, problems);
    if (of === undefined) return undefined;
    return (owner: Owner) => {
      const [first, second] = of.map((named) => owner.idOf?.(named.value) ?? named.value);
      const kind = said.score === undefined ? (said.kind ?? "Mandatory") : said.kind;
      const ending = kind === undefined || kind === "Mandatory" ? "mandatory" : kind;
      const named = said.sets === undefined ? `order-${first}-${second}-${ending}` : nameOfSets("rsc_order", said.sets);
      const build = new Build({ ...owner, id: said.id ?? named });
      build.set("first", first, said.first?.at);
      build.set("then", second, said.then?.at);
      if (said.sets === undefined) {
        build.set("first-action", said["first-action"] ?? "start", said.keys.get("first-action"));
        build.set("then-action", said["then-action"] ?? "start", said.keys.get("then-action"));
      }
      build.set("kind", kind);
      build.set("score", said.score);
      build.set("require-all", said["require-all"] === undefined ? undefined : String(said["require-all"]));
      build.set("symmetrical", said.symmetrical === undefined ? undefined : String(said.symmetrical));
      build.children.push(...setDrafts(said.sets ?? [], build.owner));
      return build.draft("rsc_order");
    };
  }),
  write(e: Element, surroundings) {
    const [first, next] = [get(e, "first-action") ?? "start", get(e, "then-action") ?? get(e, "first-action")];
    return plainMap({
      first: get(e, "first"),
      // biome-ignore lint/suspicious/noThenProperty: Pacemaker's word for it, and never a function
      then: get(e, "then"),
      sets: writeResourceSets(e, surroundings),
      "first-action": first === "start" ? undefined : first,
      "then-action": next === "start" ? undefined : next,
      kind: get(e, "kind") === "Mandatory" ? undefined : get(e, "kind"),
      score: usually(e, "score", normalScore),
      symmetrical: usually(e, "symmetrical", normalBoolean, get(e, "kind") === "Serialize" ? undefined : "true"),
      "require-all": usually(e, "require-all", normalBoolean, "true"),
    });
  },
};
