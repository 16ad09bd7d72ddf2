/** Colocation constraints: a resource with another, or sets. */
import { type Element, get } from "../../cib/xml/tree.ts";
import * as type from "../read/field-types.ts";
import { described, located, mapped, oneOf, record } from "../read/shape.ts";
import { normalBoolean, normalRole, normalScore } from "./normal.ts";
import { pairOrSets } from "./pair-or-sets.ts";
import { plainMap } from "./plain.ts";
import { nameOfSets, resourceSets, setDrafts, usually, writeResourceSets } from "./resource-sets.ts";
import { Build, type Owner, type Word } from "./word.ts";

const role = oneOf("Started", "Stopped", "Promoted", "Unpromoted");

const fields = record(
  "a colocation constraint",
  {},
  {
    resource: described(located(type.name), "Service or id of the resource that depends.", { example: "web" }),
    with: described(located(type.name), "Service or id of the resource that is placed first.", { example: "storage" }),
    sets: described(resourceSets, "Sets of resources, in place of resource and with.", {
      example: [["web", "storage"]],
    }),
    id: described(type.name, "Id of the constraint. Default: made as pcs makes it.", { example: "web-on-storage" }),
    score: described(type.scoreOrNone, "How much they belong together, or apart when negative.", {
      default: "INFINITY",
      example: -100,
    }),
    role: described(role, "Role of the resource that the constraint is about. Default: any.", { example: "Promoted" }),
    "with-role": described(role, "Role of the other resource. Default: any.", { example: "Promoted" }),
    "node-attribute": described(
      type.settingName,
      "Node attribute in place of the node's name: the resources run where it has the same value.",
      { example: "rack" },
    ),
    influence: described(
      type.boolean,
      "Whether the resource that depends has a say in where the other is placed. Default: its meta attribute critical, which is true.",
      { example: false },
    ),
  },
);

export const colocation: Word = {
  shape: mapped(fields, (said, at, problems) => {
    const of = pairOrSets(said, ["resource", "with"], "a colocation constraint", at, problems);
    if (of === undefined) return undefined;
    return (owner: Owner) => {
      const [first, second] = of.map((named) => owner.idOf?.(named.value) ?? named.value);
      const score = said.score ?? "INFINITY";
      const named =
        said.sets === undefined ? `colocation-${first}-${second}-${score}` : nameOfSets("rsc_colocation", said.sets);
      const build = new Build({ ...owner, id: said.id ?? named });
      build.set("influence", said.influence === undefined ? undefined : String(said.influence));
      build.set("node-attribute", said["node-attribute"]);
      build.set("rsc", first, said.resource?.at);
      build.set("rsc-role", said.role, said.keys.get("role"));
      build.set("score", score === "none" ? undefined : score);
      build.set("with-rsc", second, said.with?.at);
      build.set("with-rsc-role", said["with-role"], said.keys.get("with-role"));
      build.children.push(...setDrafts(said.sets ?? [], build.owner));
      return build.draft("rsc_colocation");
    };
  }),
  write(e: Element, surroundings) {
    return plainMap({
      resource: get(e, "rsc"),
      with: get(e, "with-rsc"),
      sets: writeResourceSets(e, surroundings),
      score: get(e, "score") === undefined ? "none" : usually(e, "score", normalScore, "INFINITY"),
      role: usually(e, "rsc-role", normalRole),
      "with-role": usually(e, "with-rsc-role", normalRole),
      "node-attribute": get(e, "node-attribute"),
      influence: usually(e, "influence", normalBoolean),
    });
  },
};
