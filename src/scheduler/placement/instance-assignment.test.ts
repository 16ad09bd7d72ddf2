/** Which instances of a clone move when a node is liked better, by release: test/differential/dialects.md. */
import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { dialectOf } from "../model/dialect.ts";
import { schedule } from "../schedule.ts";

const MAGIC = "00000000-0000-0000-0000-000000000000";
const ran = (call: number): string =>
  `<lrm_resource id="p" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="p_last_0" operation_key="p_start_0" operation="start" crm_feature_set="3.16.1" transition-key="1:1:0:${MAGIC}" transition-magic="0:0;1:1:0:${MAGIC}" call-id="${call}" rc-code="0" op-status="0" interval="0" op-digest="f2317cad3d54cec5d7d7aa7d0bf35cf8"/></lrm_resource>`;
const state = (id: number, history: string): string =>
  `<node_state id="${id}" uname="n${id}" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="${id}"><lrm_resources>${history}</lrm_resources></lrm></node_state>`;

/** Two instances run on the first two of three nodes; one would be better on the third. */
const CIB = `<cib admin_epoch="0" epoch="5" num_updates="0" crm_feature_set="3.16.1" validate-with="pacemaker-3.9" have-quorum="1" dc-uuid="1"><configuration>
  <crm_config><cluster_property_set id="o"><nvpair id="o-s" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
  <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/><node id="3" uname="n3"/></nodes>
  <resources><clone id="c"><meta_attributes id="m"><nvpair id="m-x" name="clone-max" value="2"/><nvpair id="m-s" name="resource-stickiness" value="0"/></meta_attributes><primitive id="p" class="ocf" provider="pacemaker" type="Dummy"/></clone></resources>
  <constraints><rsc_location id="l" rsc="c" node="n3" score="100"/></constraints>
</configuration><status>${state(1, ran(5))}${state(2, ran(5))}${state(3, "")}</status></cib>`;

function moves(version: string): string[] {
  const parsed = parseXml(CIB);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const { transition } = schedule(parsed.root, { now: 1_700_000_000, dialect: dialectOf(version) });
  return transition.synapses
    .flatMap(({ action: { kind, operation, onNode } }) =>
      kind === "rsc_op" && ["start", "stop"].includes(operation) ? [`${operation} on ${onNode}`] : [],
    )
    .sort();
}

test("the first instance goes to the better node until 2.1.6; since then it stays, and the last one goes", () => {
  expect(moves("2.1.5")).toEqual(["start on n3", "stop on n1"]);
  expect(moves("2.1.7")).toEqual(["start on n3", "stop on n2"]);
  expect(moves("3.0.3")).toEqual(moves("2.1.7"));
});
