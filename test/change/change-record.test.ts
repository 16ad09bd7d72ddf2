/** The record of who made a configuration is none of a plan's differences, however it differs. */
import { expect, test } from "vitest";
import { planChange } from "../../src/change/plan/plan.ts";
import { recordChange } from "../../src/cib/change-record.ts";
import { readVersion } from "../../src/cib/patch/version.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import type { Element } from "../../src/cib/xml/tree.ts";
import type { Snapshot } from "../../src/cluster/port.ts";

const VERSION = { adminEpoch: 0, epoch: 7, numUpdates: 0 };

function cib(): Element {
  const parsed = parseXml(
    `<cib admin_epoch="0" epoch="7" num_updates="0"><configuration><crm_config><cluster_property_set id="cib-bootstrap-options"><nvpair id="s" name="stonith-enabled" value="false"/></cluster_property_set></crm_config><nodes/><resources/><constraints/></configuration><status/></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

const snapshot = (of: Element): Snapshot => ({
  cib: of,
  version: readVersion(of),
  live: false,
  settled: undefined,
  at: 0,
  knownAt: undefined,
});

test.each([
  ["new", cib(), recordChange(cib(), VERSION, { who: "alice", why: "x" })],
  ["gone", recordChange(cib(), VERSION, { who: "alice", why: "x" }), cib()],
  [
    "another",
    recordChange(cib(), VERSION, { who: "alice", why: "x" }),
    recordChange(cib(), { ...VERSION, epoch: 8 }, { who: "bob", why: "y" }),
  ],
])("a plan does not list a record that is %s", (_, before, after) => {
  const planned = planChange(snapshot(before), after);
  expect(planned.patch.changes.length).toBeGreaterThan(0);
  expect(planned.plan.differences).toEqual([]);
});
