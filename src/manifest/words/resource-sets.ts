/** Sets of resources in constraints: a list of names, or a map where a set says more than its members. */
import { type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { DraftElement } from "../model/draft.ts";
import { textSetting } from "../model/setting.ts";
import * as type from "../read/field-types.ts";
import { described, either, type Located, list, located, mapped, oneOf, record, type Shape } from "../read/shape.ts";
import { normalBoolean, normalRole, normalScore } from "./normal.ts";
import { type Plain, plainMap } from "./plain.ts";
import { Build, type Owner, type Surroundings } from "./word.ts";

const names = list(located(type.name), "resources");

const action = oneOf("start", "stop", "promote", "demote");

const whole = record(
  "a set of resources",
  {},
  {
    resources: described(names, "Members, by id or by name of a service.", { example: ["web", "storage"] }),
    id: described(type.name, "Id of the set. Default: made of that of the constraint.", { example: "front" }),
    "id-ref": described(type.name, "Id of another constraint's set that is used here too, in place of members.", {
      example: "front",
    }),
    sequential: described(type.boolean, "Whether its members depend on each other, in their order. Default: true.", {
      example: false,
    }),
    "require-all": described(type.boolean, "Whether all members must be active, or one is enough. Default: true.", {
      example: false,
    }),
    ordering: described(oneOf("group", "listed"), "Order of the members in a colocation. Default: Pacemaker's own.", {
      example: "listed",
    }),
    action: described(action, "Action of the members in an order. Default: start.", { example: "promote" }),
    role: described(oneOf("Started", "Stopped", "Promoted", "Unpromoted"), "Role of the members. Default: any.", {
      example: "Promoted",
    }),
    score: described(type.score, "Score within the set. Default: that of the constraint.", { example: 100 }),
    kind: described(oneOf("Mandatory", "Optional", "Serialize"), "Kind of order within the set.", {
      example: "Optional",
    }),
  },
);

export interface SetMaker {
  /** Of the members, as they are written. */
  readonly names: readonly string[];
  readonly make: (owner: Owner) => DraftElement;
}

const one: Shape<SetMaker> = either(
  mapped(names, (members) => maker(members, {})),
  mapped(whole, (said, at, problems) => {
    if ((said.resources === undefined) === (said["id-ref"] === undefined)) {
      problems.add("missing-key", at, 'expected either the key "resources" or the key "id-ref" in a set of resources');
      return undefined;
    }
    const { resources, id, ...more } = said;
    return maker(resources ?? [], more, id);
  }),
);

export const resourceSets = list(one, "sets of resources");

const ATTRIBUTES = ["id-ref", "sequential", "require-all", "ordering", "action", "role", "score", "kind"] as const;

type Said = { readonly [K in (typeof ATTRIBUTES)[number]]?: string | boolean };

function maker(members: readonly Located<string>[], said: Said, id?: string): SetMaker {
  return {
    names: members.map((m) => m.value),
    make(owner) {
      const build = new Build({ ...owner, id: id ?? owner.id });
      if (said["id-ref"] !== undefined) build.attributes.delete("id");
      for (const name of ATTRIBUTES) build.set(name, said[name] === undefined ? undefined : String(said[name]));
      for (const { value, at } of members) {
        const reference = owner.idOf?.(value) ?? value;
        const attributes = new Map([["id", textSetting(reference)]]);
        build.children.push({ name: "resource_ref", at, attributes, children: [], places: new Map([["id", at]]) });
      }
      return build.draft("resource_set");
    },
  };
}

/** The sets of a constraint, each called after it. */
export function setDrafts(sets: readonly SetMaker[], owner: Owner): readonly DraftElement[] {
  return sets.map(({ make }, index) => make({ ...owner, id: `${owner.id}-set${index === 0 ? "" : `-${index}`}` }));
}

/** As pcs calls a constraint of sets. */
export function nameOfSets(tag: string, sets: readonly SetMaker[]): string {
  return `pcs_${tag}${sets.map((set) => `_set_${set.names.join("_")}`).join("")}`.slice(0, 120);
}

export function writeResourceSets(constraint: Element, { isReferred }: Surroundings): Plain | undefined {
  const sets = elements(constraint, "resource_set");
  if (sets.length === 0) return undefined;
  return sets.map((set) => {
    const members = elements(set, "resource_ref").map(idOf);
    const said = plainMap({
      id: isReferred(idOf(set)) ? idOf(set) : undefined,
      "id-ref": get(set, "id-ref"),
      resources: members.length > 0 ? members : undefined,
      sequential: usually(set, "sequential", normalBoolean, "true"),
      "require-all": usually(set, "require-all", normalBoolean, "true"),
      ordering: get(set, "ordering"),
      action: get(set, "action"),
      role: usually(set, "role", normalRole),
      score: usually(set, "score", normalScore),
      kind: get(set, "kind"),
    });
    return said.size === 1 && members.length > 0 ? members : said;
  });
}

/** An attribute as the language writes it; undefined for what it means where it is not said. */
export function usually(
  e: Element,
  name: string,
  normal: (text: string) => string,
  usual?: string,
): string | undefined {
  const text = get(e, name);
  if (text === undefined) return undefined;
  const said = normal(text);
  return said === usual ? undefined : said;
}
