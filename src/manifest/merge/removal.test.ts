import { expect, test } from "vitest";
import { type Element, element, elements, idOf } from "../../cib/xml/tree.ts";
import { dropReferences } from "./removal.ts";

/** Every attribute by which a constraint names a resource, and one that the constraint has besides. */
const REFERENCES = [
  ["rsc_location", "rsc", ["node", "one"]],
  ["rsc_colocation", "rsc", ["with-rsc", "stays"]],
  ["rsc_colocation", "with-rsc", ["rsc", "stays"]],
  ["rsc_order", "first", ["then", "stays"]],
  ["rsc_order", "then", ["first", "stays"]],
  ["rsc_ticket", "rsc", ["ticket", "t"]],
] as const;

const constraints = (...children: readonly Element[]): Element => element("constraints", {}, children);

test.each(REFERENCES)("a %s whose %s goes does not stay", (constraint, attribute, rest) => {
  const naming = (id: string): Element => element(constraint, Object.fromEntries([["id", id], [attribute, id], rest]));
  const left = dropReferences(constraints(naming("gone"), naming("other")), new Set(["gone"]));
  expect(elements(left).map(idOf)).toEqual(["other"]);
});

test("of a set only the place of what goes, and an empty set with its constraint", () => {
  const order = (id: string, ...members: readonly string[]): Element =>
    element("rsc_order", { id }, [
      element(
        "resource_set",
        { id: `${id}-0` },
        members.map((m) => element("resource_ref", { id: m })),
      ),
    ]);
  const left = dropReferences(constraints(order("a", "gone", "stays"), order("b", "gone")), new Set(["gone"]));
  expect(elements(left)).toEqual([order("a", "stays")]);
});

test("a section that names nothing of it is the same section", () => {
  const section = constraints(element("rsc_ticket", { id: "t", rsc: "stays", ticket: "t" }));
  expect(elements(dropReferences(section, new Set(["gone"])))).toEqual(elements(section));
  expect(dropReferences(section, new Set())).toBe(section);
});
