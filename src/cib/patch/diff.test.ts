/** A change of any size is a patch. */
import { expect, test } from "vitest";
import { element } from "../xml/tree.ts";
import { diff } from "./diff.ts";

test("a section of very many new elements", () => {
  const many = Array.from({ length: 200_000 }, (_, i) => element("primitive", { id: `p${i}` }));
  const cib = (children: typeof many) =>
    element("cib", {}, [element("configuration", {}, [element("resources", {}, children)])]);
  expect(diff(cib([]), cib(many)).changes).toHaveLength(200_000);
});
