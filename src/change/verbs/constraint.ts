/** Constraints in their simple form: added with the ids that pcs gives, removed by id. */

import { withConfigurationSection } from "../../cib/sections.ts";
import { indexById } from "../../cib/value/element-index.ts";
import { parseScore } from "../../cib/value/score.ts";
import {
  descend,
  type Element,
  element,
  elements,
  get,
  idOf,
  replaceChild,
  withAttribute,
  withChildren,
} from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { missing } from "../../cluster/missing.ts";
import { wordsOf } from "../../manifest/merge/schema-words.ts";
import { namedNode } from "./node-attribute.ts";
import { newId } from "./pairs.ts";
import { resourceOrTag } from "./tag.ts";
import type { Verb } from "./verb.ts";

/** Adds a constraint; the CIB itself if one like it is there. Roles are in the words of the CIB's schema. */
function withConstraint(cib: Element, made: Element): Element {
  const constraint = wordsOf(get(cib, "validate-with"))(made);
  const section = descend(cib, "configuration", "constraints");
  const same = (e: Element): boolean =>
    e.name === constraint.name &&
    [...new Set([...e.attributes.keys(), ...constraint.attributes.keys()])].every(
      (name) => name === "id" || get(e, name) === get(constraint, name),
    );
  if (section !== undefined && elements(section).some(same)) return cib;
  const id = newId(indexById(cib), idOf(constraint));
  const named = { ...constraint, attributes: new Map([...constraint.attributes, ["id", id]]) };
  return withConfigurationSection(cib, "constraints", (all) => withChildren(all, [...all.children, named]));
}

export function removeConstraints(ids: readonly string[]): Verb {
  return {
    name: "constraint remove",
    steps: ids.map((id) => ({
      object: id,
      edit: (cib) =>
        withConfigurationSection(cib, "constraints", (all) => {
          const found = elements(all).find((e) => idOf(e) === id);
          if (found !== undefined) return replaceChild(all, found, undefined);
          throw missing(`there is no constraint "${id}"`, id, elements(all).map(idOf));
        }),
      done: "is removed",
      already: "is removed",
    })),
    wanted: { resources: [] },
  };
}

function scoreOf(text: string): string {
  if (parseScore(text) === undefined)
    throw new HoldfastError("usage", `"${text}" is no score`, { hint: "a whole number, INFINITY or -INFINITY" });
  return text;
}

/** @param places `NODE` or `NODE=SCORE` */
export function addLocationConstraints(resource: string, how: "prefers" | "avoids", places: readonly string[]): Verb {
  return {
    name: `constraint location`,
    steps: places.map((place) => {
      const [node = "", given = "INFINITY"] = place.split("=");
      const score = how === "prefers" ? scoreOf(given) : negative(scoreOf(given));
      return {
        object: resource,
        edit: (cib) => {
          const rsc = idOf(resourceOrTag(cib, resource));
          namedNode(cib, node);
          return withConstraint(
            cib,
            element("rsc_location", { id: `location-${rsc}-${node}-${score}`, rsc, node, score }),
          );
        },
        done: `${how} ${node} with score ${score}`,
        already: `${how} ${node} with score ${score} already`,
      };
    }),
    wanted: { resources: [] },
  };
}

const negative = (score: string): string => (score.startsWith("-") ? score.slice(1) : `-${score.replace(/^\+/, "")}`);

export function addColocation(resource: string, other: string, score: string): Verb {
  const text = scoreOf(score);
  return {
    name: "constraint colocation",
    steps: [
      {
        object: resource,
        edit: (cib) => {
          const rsc = idOf(resourceOrTag(cib, resource));
          const withRsc = idOf(resourceOrTag(cib, other));
          const id = `colocation-${rsc}-${withRsc}-${text}`;
          return withConstraint(cib, element("rsc_colocation", { id, rsc, "with-rsc": withRsc, score: text }));
        },
        done: `is placed with ${other}, score ${text}`,
        already: `is placed with ${other}, score ${text}, already`,
      },
    ],
    wanted: { resources: [] },
  };
}

export type OrderStrictness = "Mandatory" | "Optional" | "Serialize";

/** A resource with what happens to it: `promote redis` or `redis`, which is its start. */
export interface Ordered {
  readonly action: string;
  readonly resource: string;
}

export function addOrder(first: Ordered, next: Ordered, kind: OrderStrictness): Verb {
  return {
    name: "constraint order",
    steps: [
      {
        object: first.resource,
        edit: (cib) => {
          const [one, other] = [first, next].map(({ resource }) => idOf(resourceOrTag(cib, resource)));
          const order = element("rsc_order", {
            id: `order-${one}-${other}-${kind === "Mandatory" ? "mandatory" : kind}`,
            first: one,
            "first-action": first.action,
            "then-action": next.action,
            ...(kind === "Mandatory" ? {} : { kind }),
          });
          return withConstraint(cib, withAttribute(order, "then", other));
        },
        done: `is ordered: ${first.action} it, then ${next.action} ${next.resource} (${kind})`,
        already: `is ordered so already: ${first.action} it, then ${next.action} ${next.resource} (${kind})`,
      },
    ],
    wanted: { resources: [] },
  };
}
