import { expect, test } from "vitest";
import { parseXml } from "../xml/parse.ts";
import type { Element } from "../xml/tree.ts";
import { diffConfiguration } from "./diff.ts";
import { isInForce } from "./visible.ts";

function cib(nodes: string, resources = ""): Element {
  const parsed = parseXml(
    `<cib admin_epoch="0" epoch="1" num_updates="0"><configuration><crm_config/><nodes>${nodes}</nodes><resources>${resources}</resources><constraints/></configuration><status/></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}
const ONE = '<node id="1" uname="one"/>';
const NAMED = '<node id="1" uname="one" description="x"/>';
const RSC = '<primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/>';

test.each([
  ["something new", cib(ONE), cib(ONE, RSC)],
  ["another value", cib(ONE), cib(NAMED)],
  ["a value less", cib(NAMED), cib(ONE)],
  ["something gone", cib(ONE, RSC), cib(ONE)],
])("%s shows where it was done, also beside other changes, and nowhere else", (_, before, after) => {
  const patch = diffConfiguration(before, after);
  expect(isInForce(after, patch)).toBe(true);
  expect(isInForce(before, patch)).toBe(false);
});

test("what others did besides does not hide it; what they undid of it does", () => {
  const patch = diffConfiguration(cib(ONE), cib(NAMED, RSC));
  const more = '<node id="2" uname="two"/>';
  expect(isInForce(cib(NAMED + more, RSC), patch)).toBe(true);
  expect(isInForce(cib(NAMED + more), patch)).toBe(false);
});

test("order alone shows nothing", () => {
  const other = RSC.replace('"a"', '"b"');
  const patch = diffConfiguration(cib(ONE, RSC + other), cib(ONE, other + RSC));
  expect(patch.changes.length).toBeGreaterThan(0);
  expect(isInForce(cib(ONE, other + RSC), patch)).toBe(false);
});
