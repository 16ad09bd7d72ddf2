import { describe, expect, it } from "vitest";
import { rewriteRoot } from "./rewrite.ts";
import { type Element, element, elements, withAttribute } from "./tree.ts";

const tree = element("a", {}, [
  element("b", { n: "1" }),
  { kind: "comment", text: "c" },
  element("d", {}, [element("b", { n: "2" })]),
]);

describe("rewriteRoot", () => {
  it("puts one, several or no element in an element's place, and keeps what is beside it", () => {
    const several = rewriteRoot(tree, (e) => (e.name === "b" ? [e, withAttribute(e, "copy", "1")] : e));
    expect(several.children.map((c) => (c.kind === "element" ? c.name : c.kind))).toEqual(["b", "b", "comment", "d"]);
    expect(elements(elements(several, "d")[0] as Element).length).toBe(2);
    expect(rewriteRoot(tree, (e) => (e.name === "b" ? [] : e)).children.length).toBe(2);
  });

  it("returns the tree itself where no rule changes anything, and shares what stays", () => {
    expect(rewriteRoot(tree, (e) => e)).toBe(tree);
    const changed = rewriteRoot(tree, (e, parent) => (parent === tree && e.name === "b" ? element("x") : e));
    expect(changed.children.slice(1)).toEqual(tree.children.slice(1));
    expect(changed.children[2]).toBe(tree.children[2]);
  });
});
