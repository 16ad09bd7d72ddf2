/** A pair goes where it stands, else into a block that is the object's own and always counts. */
import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import { child, type Element } from "../../cib/xml/tree.ts";
import { withPair } from "./pairs.ts";

const BLOCK = { tag: "meta_attributes", id: "p-meta_attributes" };

function cib(inside: string): Element {
  const parsed = parseXml(`<cib><primitive id="p">${inside}</primitive><other id="p-meta_attributes-taken"/></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

function after(inside: string, name: string, value: string | undefined): string {
  const root = cib(inside);
  const owner = child(root, "primitive") as Element;
  return printXml(withPair(root, owner, BLOCK, [name, value]), { indent: 0 }).replace(/\n/g, "");
}

const pair = (id: string, name: string, value: string): string =>
  `<nvpair id="${id}" name="${name}" value="${value}"/>`;
const block = (id: string, inside: string): string => `<meta_attributes id="${id}">${inside}</meta_attributes>`;
const RULE = '<rule id="r" score="0"><date_expression id="d" operation="lt" end="2020-01-01"/></rule>';

test.each<readonly [string, string, string | undefined, string]>([
  ["a new block", "", "on", block(BLOCK.id, pair("p-meta_attributes-x", "x", "on"))],
  ["its own block", block("m", pair("m-x", "x", "off")), "on", block("m", pair("m-x", "x", "on"))],
  [
    "no block with a rule",
    block("m", RULE),
    "on",
    block("m", RULE) + block(BLOCK.id, pair("p-meta_attributes-x", "x", "on")),
  ],
  ["no empty block left", block("m", pair("m-x", "x", "off")), undefined, ""],
  ["nothing to remove", block("m", pair("m-y", "y", "1")), undefined, block("m", pair("m-y", "y", "1"))],
])("%s", (_what, inside, value, wanted) => {
  expect(after(inside, "x", value)).toBe(
    `<primitive id="p">${wanted}</primitive>`.replace("></primitive>", wanted === "" ? "/>" : "></primitive>"),
  );
});

test("an id that another element has gets a number", () => {
  expect(after("", "taken", "1")).toContain('id="p-meta_attributes-taken-1"');
});
