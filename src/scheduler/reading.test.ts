import { expect, test } from "vitest";
import { parseXml } from "../cib/xml/parse.ts";
import type { Element } from "../cib/xml/tree.ts";
import { UndecidableError } from "./model/undecidable.ts";
import { decisionOf, readingOf, readingsByVersion } from "./reading.ts";

function cib(epoch: number, constraint = ""): Element {
  const parsed = parseXml(`<cib admin_epoch="0" epoch="${epoch}" num_updates="3" have-quorum="1"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="v" name="dc-version" value="2.1.5"/><nvpair id="f" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
    <nodes><node id="1" uname="one"/></nodes><resources><clone id="a"><primitive id="p" class="ocf" provider="pacemaker" type="Dummy"/></clone></resources>
    <constraints>${constraint}</constraints></configuration><status><node_state id="1" uname="one" in_ccm="true" crmd="online" join="member" expected="member"/></status></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

test("a reading is judged at the whole second, by the release that decides in the cluster", () => {
  const { moment, model } = readingOf({ cib: cib(1), at: 1_700_000_000_999 });
  expect(moment).toMatchObject({ now: 1_700_000_000, dialect: { version: "2.1.5" } });
  expect(model.resources.map((rsc) => rsc.id)).toEqual(["a"]);
});

test("what the scheduler did leaves the configuration and status as they were read", () => {
  const reading = readingOf({ cib: cib(1), at: 0 });
  const decision = decisionOf(reading);
  expect(decision.model).not.toBe(reading.model);
  expect(decisionOf(reading)).toBe(decision);
});

test("what Pacemaker's scheduler does not survive has a status all the same", () => {
  const reading = readingOf({ cib: cib(1, '<rsc_order id="o1" first="a" then="a"/>'), at: 0 });
  expect(reading.planned).toBeInstanceOf(UndecidableError);
  expect(() => decisionOf(reading)).toThrow(UndecidableError);
  expect(reading.model.resources).toHaveLength(1);
});

test("readings are kept for a version and a second, and no longer", () => {
  const read = readingsByVersion();
  const first = read({ cib: cib(1), at: 5000 });
  expect(read({ cib: cib(1), at: 5999 })).toBe(first);
  // Not with toBe, which compares what a reading makes on demand in depth.
  expect(read({ cib: cib(1), at: 6000 }) === first).toBe(false);
  const later = read({ cib: cib(2), at: 6000 });
  expect(later.cib.attributes.get("epoch")).toBe("2");
  expect(read({ cib: cib(1), at: 6000 }) === later).toBe(false);
});
