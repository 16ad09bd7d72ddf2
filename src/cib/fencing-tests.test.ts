import { expect, test } from "vitest";
import { recordedAuthor, withRecord } from "./change-record.ts";
import { fencingTestsIn, withFencingTests } from "./fencing-tests.ts";
import { isOwnRecord } from "./own-records.ts";
import { parseXml } from "./xml/parse.ts";
import { child, descend, type Element, elements, idOf } from "./xml/tree.ts";

function cib(properties = "", schema = "pacemaker-3.9"): Element {
  const parsed = parseXml(
    `<cib validate-with="${schema}" admin_epoch="0" epoch="1" num_updates="0"><configuration><crm_config><cluster_property_set id="o">${properties}</cluster_property_set></crm_config><nodes><node id="1" uname="one"/><node id="2" uname="two"/></nodes><resources/><constraints/></configuration><status/></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

const tested = (at: number, works = true) => ({ at, who: "alice@bastion", works });

test("the last result of each node is kept, beside those of others and before the record of the change", () => {
  const author = { who: "alice@bastion", why: "a test" };
  const version = { adminEpoch: 0, epoch: 1, numUpdates: 0 };
  const first = withFencingTests(withRecord(cib(), version, author), new Map([["one", tested(10)]]));
  const second = withFencingTests(
    first,
    new Map([
      ["one", tested(20, false)],
      ["two", tested(21)],
    ]),
  );
  expect([...fencingTestsIn(second)]).toEqual([
    ["one", tested(20, false)],
    ["two", tested(21)],
  ]);
  const roles = elements(descend(second, "configuration", "acls") as Element).map(idOf);
  expect(roles).toEqual(["holdfast-fencing-tests", "holdfast-change"]);
  expect(roles.every(isOwnRecord)).toBe(true);
  expect(recordedAuthor(second)).toEqual(author);
});

test("nodes that are gone are forgotten with the next result, and the oldest where the record grows too large", () => {
  const gone = withFencingTests(cib(), new Map([["three", tested(5)]]));
  expect([...fencingTestsIn(withFencingTests(gone, new Map([["one", tested(9)]]))).keys()]).toEqual(["one"]);
  const many = new Map(Array.from({ length: 500 }, (_, i) => [`node-${i}`, tested(i)] as const));
  const kept = [...fencingTestsIn(withFencingTests(cib(), many)).values()].map(({ at }) => at);
  expect(kept.length).toBeGreaterThan(200);
  expect(kept.length).toBeLessThan(500);
  expect(Math.max(...kept)).toBe(499);
  expect(Math.min(...kept)).toBe(500 - kept.length);
});

test("a schema without such roles, and a cluster that controls access, keep no record", () => {
  const result = new Map([["one", tested(1)]]);
  const controlled = cib('<nvpair id="e" name="enable-acl" value="true"/>');
  expect(withFencingTests(controlled, result)).toBe(controlled);
  const old = cib("", "pacemaker-1.2");
  expect(withFencingTests(old, result)).toBe(old);
  const empty = cib();
  expect(withFencingTests(empty, new Map())).toBe(empty);
  expect(child(child(old, "configuration") as Element, "acls")).toBeUndefined();
});

test("what was damaged by hand is no record", () => {
  for (const text of ["", "{", "[]", '{"one":3}', '{"one":{"at":"x"}}', "null"]) {
    const parsed = parseXml(
      `<cib><configuration><acls><acl_role id="holdfast-fencing-tests" description="${text.replaceAll('"', "&quot;")}"/></acls></configuration></cib>`,
    );
    if (!parsed.ok) throw new Error(parsed.problem.message);
    expect(fencingTestsIn(parsed.root)).toEqual(new Map());
  }
});
