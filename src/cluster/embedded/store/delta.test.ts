import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printXml } from "../../../cib/xml/print.ts";
import { type Element, element, type XmlNode } from "../../../cib/xml/tree.ts";
import { applyDelta, type Delta, makeDelta } from "./delta.ts";

function treeOf(depth: number): fc.Arbitrary<Element> {
  return fc
    .record({
      name: fc.constantFrom("a", "b", "c"),
      id: fc.constantFrom("1", "2", "3", "4"),
      value: fc.constantFrom("", "x", '<"&>'),
      children: depth === 0 ? fc.constant([]) : fc.array(treeOf(depth - 1), { maxLength: 4 }),
    })
    .map(({ name, id, value, children }) => element(name, { id, value }, children));
}

const tree = treeOf(3);

/** Changes a tree as edits of a CIB do: all that is not changed is shared. */
function mutate(e: Element, choices: number[], other: Element): Element {
  const choice = choices.pop() ?? 0;
  const children: XmlNode[] = [...e.children];
  if (choice % 5 === 0)
    return {
      ...e,
      attributes: new Map([
        ["id", "9"],
        ["value", String(choice)],
      ]),
    };
  if (choice % 5 === 1) return { ...e, children: [...children, other] };
  if (children.length === 0) return { ...e, children: [other] };
  const at = choice % children.length;
  if (choice % 5 === 2) children.splice(at, 1);
  else if (choice % 5 === 3) children.reverse();
  else children[at] = mutate(children[at] as Element, choices, other);
  return { ...e, children };
}

describe("a difference of two versions", () => {
  test("gives back the second from the first, through its text too", () => {
    fc.assert(
      fc.property(tree, tree, fc.array(fc.nat(1000), { minLength: 1, maxLength: 6 }), (before, other, choices) => {
        const after = mutate(before, choices, other);
        const delta = JSON.parse(JSON.stringify(makeDelta(before, after))) as Delta;
        expect(printXml(applyDelta(before, delta))).toBe(printXml(after));
      }),
      { numRuns: 500 },
    );
  });

  test("is empty for the same", () => {
    const e = element("a", {}, [element("b")]);
    expect(makeDelta(e, e)).toEqual({});
  });

  test("costs what changed, not what there is", () => {
    const many = Array.from({ length: 1000 }, (_, i) => element("op", { id: String(i) }));
    const before = element("a", {}, many);
    const after = {
      ...before,
      children: [...many.slice(0, 500), element("op", { id: "500", rc: "0" }), ...many.slice(501)],
    };
    expect(JSON.stringify(makeDelta(before, after)).length).toBeLessThan(120);
  });
});
