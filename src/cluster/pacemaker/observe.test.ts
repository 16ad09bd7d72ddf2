import { expect, test } from "vitest";
import { recordChange } from "../../cib/change-record.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { sentence } from "../../report/events/sentence.ts";
import { fencingEvent, parseFencingHistory } from "./fencing-history.ts";
import { observe, pastOperations } from "./observe.ts";

function xml(text: string): Element {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

interface World {
  readonly root?: string;
  readonly resources?: string;
  readonly one?: string;
  readonly ops?: string;
  readonly attributes?: string;
}

const UP = 'in_ccm="true" crmd="online" join="member" expected="member"';

function cib({ root = "", resources = "", one = UP, ops = "", attributes = "" }: World): Element {
  return xml(
    `<cib admin_epoch="0" num_updates="0" ${root.includes("epoch") ? "" : 'epoch="3"'} have-quorum="1" dc-uuid="1" ${root}><configuration><crm_config/><nodes><node id="1" uname="one"/><node id="2" uname="two"/></nodes><resources>${resources}</resources><constraints/></configuration><status><node_state id="1" uname="one" ${one}><transient_attributes id="1"><instance_attributes id="s">${attributes}</instance_attributes></transient_attributes><lrm id="1"><lrm_resources><lrm_resource id="a" class="ocf" provider="p" type="t">${ops}</lrm_resource></lrm_resources></lrm></node_state></status></cib>`,
  );
}

const ME = { who: "me", why: "because" };

const op = (task: string, call: number, rc: number, status = 0): string =>
  `<lrm_rsc_op id="a_${task}_0" operation_key="a_${task}_0" operation="${task}" interval="0" call-id="${call}" rc-code="${rc}" op-status="${status}" transition-magic="${status}:${rc};1:1:0:11111111-2222-3333-4444-555555555555" last-rc-change="100" exec-time="1500" exit-reason="${rc === 0 ? "" : "broken"}"/>`;

const told = (before: World, after: World): (string | undefined)[] =>
  observe(cib(before), cib(after)).map((event) => sentence({ event }));

test("nothing happened", () => {
  expect(told({ ops: op("start", 1, 0) }, { ops: op("start", 1, 0) })).toEqual([]);
});

test("a configuration: who wrote it, and what changed in a few words", () => {
  const writer = 'update-user="root" update-client="cibadmin" update-origin="one"';
  const a = '<primitive id="a" class="ocf" provider="p" type="t"/>';
  expect(told({}, { root: `epoch="4" ${writer}`, resources: a })).toEqual([
    "configuration 0.4 by root with cibadmin on one: adds a",
  ]);
  const ours = recordChange(cib({ root: 'epoch="4"' }), { adminEpoch: 0, epoch: 4, numUpdates: 0 }, ME);
  expect(observe(cib({}), ours)).toMatchObject([{ kind: "configuration", ...ME }]);
});

test("operations: begun, done, failed", () => {
  expect(observe(cib({}), cib({ ops: op("start", -1, 193, -1) }))).toMatchObject([
    { kind: "begun", rsc: "a", task: "start" },
  ]);
  expect(told({ ops: op("start", -1, 193, -1) }, { ops: op("start", 5, 0) })).toEqual(["a started on one (1.5s)"]);
  expect(told({}, { ops: op("start", 5, 1) })).toEqual(["a start on one failed with 1 (error): broken"]);
  expect(pastOperations(cib({ ops: op("start", 5, 0) }))).toMatchObject([
    { at: 100_000, event: { rsc: "a", node: "one" } },
  ]);
});

test("nodes and attributes", () => {
  expect(told({}, { one: 'in_ccm="false" crmd="offline" join="down" expected="member"' })).toEqual([
    "one is lost: what runs there is unknown",
  ]);
  expect(
    told(
      { one: 'in_ccm="0" crmd="0" join="down" expected="down"' },
      { one: 'in_ccm="99" crmd="99" join="member" expected="member"' },
    ),
  ).toEqual(["one joins"]);
  expect(told({}, { attributes: '<nvpair id="s-x" name="x" value="1"/>' })).toEqual(["x of one is 1"]);
});

test("the fencing history", () => {
  const root = xml(
    '<pacemaker-result><list><fence_event action="reboot" target="two" client="pacemaker-controld.5" origin="one" status="success" delegate="one" completed="2026-11-22 18:34:48Z"/><fence_event action="off" target="two" client="x" origin="one" status="pending"/><fence_event action="off" target="two" client="x" origin="one" status="failed" completed="2026-11-22 18:34:48.5 +01:00"/></list></pacemaker-result>',
  );
  const records = parseFencingHistory(root);
  expect(records.map((r) => r.at)).toEqual([
    Date.UTC(2026, 10, 22, 18, 34, 48),
    undefined,
    Date.UTC(2026, 10, 22, 17, 34, 48, 500),
  ]);
  expect(records.map((r) => sentence({ event: fencingEvent(r) }))).toEqual([
    "two is fenced (reboot) from one",
    "fencing two (off)",
    "fencing two failed: unknown",
  ]);
});
