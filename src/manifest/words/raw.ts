/** What the language has no word for: elements of a section, as XML, that go into the CIB as they are. */
import { SECTIONS } from "../../cib/sections.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { type Element, elements, idOf } from "../../cib/xml/tree.ts";
import { text } from "../read/field-types.ts";
import { described, mapped, record, type Shape } from "../read/shape.ts";

const fragment: Shape<readonly Element[]> = {
  ...mapped(text, (xml, at, problems) => {
    const parsed = parseXml(`<raw>${xml}</raw>`);
    if (!parsed.ok) {
      problems.add("bad-value", at, `expected XML elements: ${parsed.problem.message}`);
      return undefined;
    }
    const all = elements(parsed.root);
    const nameless = all.find((e) => idOf(e) === "");
    if (nameless === undefined) return all;
    problems.add("bad-value", at, `expected an id on each element, found a ${nameless.name} without one`);
    return undefined;
  }),
  expected: "XML elements",
};

/** Nodes are members of the cluster, not objects of a manifest. */
const RAW_SECTIONS = SECTIONS.filter((section) => section !== "nodes");

export const raw = record(
  "raw XML",
  {},
  Object.fromEntries(
    RAW_SECTIONS.map((section) => [
      section,
      described(fragment, `Elements of the section ${section}, each with an id.`, notes(section)),
    ]),
  ),
);

function notes(section: string): object {
  return section === "tags" ? { example: '<tag id="front"><obj_ref id="web"/></tag>' } : {};
}
