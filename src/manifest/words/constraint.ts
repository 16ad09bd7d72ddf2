/** Constraints: each a map with one key, which says its kind. */

import type { Place } from "../../cib/problem.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { described, mapped, type Read, record } from "../read/shape.ts";
import { colocation } from "./colocation.ts";
import { location } from "./location.ts";
import { order } from "./order.ts";
import { ticket } from "./ticket.ts";
import type { Make, Word } from "./word.ts";

const fields = record(
  "a constraint",
  {},
  {
    location: described(withId(location), "Where a resource may run, or would rather run.", {
      example: { resource: "web", node: "controller-0", score: 50 },
    }),
    colocation: described(withId(colocation), "Which resource runs where another does.", {
      example: { resource: "web", with: "storage" },
    }),
    order: described(withId(order), "Which resource is started before another.", {
      // biome-ignore lint/suspicious/noThenProperty: Pacemaker's word for it, and never a function
      example: { first: "storage", then: "web" },
    }),
    ticket: described(withId(ticket), "Which resource needs a ticket.", {
      example: { ticket: "site-a", resource: "web" },
    }),
  },
);

interface Named {
  readonly make: Make;
  /** Whether its writer chose the id. */
  readonly named: boolean;
}

function withId({ shape }: Word) {
  return {
    ...shape,
    read(value: Parameters<typeof shape.read>[0], problems: Parameters<typeof shape.read>[1]): Named | undefined {
      const make = shape.read(value, problems);
      const named = value.kind === "map" && value.entries.some(({ key }) => key === "id");
      return make && { make, named };
    },
  };
}

export const constraint = mapped(fields, ({ keys, at: _, ...said }, at: Place, problems) => {
  const [one, ...others] = Object.values(said).filter((kind) => kind !== undefined);
  if (one !== undefined && others.length === 0) return { ...one, at };
  const found = keys.size === 0 ? "nothing" : [...keys.keys()].join(" and ");
  problems.add("wrong-type", at, `expected one of location, colocation, order, ticket; found ${found}`);
  return undefined;
});

export type DeclaredConstraint = Read<typeof constraint>;

const KINDS: ReadonlyMap<string, readonly [key: string, word: Word]> = new Map([
  ["rsc_location", ["location", location] as const],
  ["rsc_colocation", ["colocation", colocation] as const],
  ["rsc_order", ["order", order] as const],
  ["rsc_ticket", ["ticket", ticket] as const],
]);

/** The word for a kind of constraint; `undefined` for an element that is none. */
export function constraintWord({ name }: Element): readonly [key: string, word: Word] | undefined {
  return KINDS.get(name);
}
