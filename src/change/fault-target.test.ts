/** A fault is for something that the cluster has, by any name that the other commands know it by. */
import { expect, test } from "vitest";
import { parseXml } from "../cib/xml/parse.ts";
import { parseFault } from "../cluster/fault.ts";
import { unpack } from "../scheduler/unpack.ts";
import { faultIn } from "./fault-target.ts";

const dummy = (id: string): string => `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy"/>`;
const op = (rsc: string): string => {
  const key = "3:1:0:aaaaaaaa-0000-0000-0000-000000000001";
  return `<lrm_resource id="${rsc}" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="${rsc}_last_0" operation="start" operation_key="${rsc}_start_0" transition-key="${key}" transition-magic="0:0;${key}" call-id="5" rc-code="0" op-status="0" interval="0"/></lrm_resource>`;
};
const state = (id: number): string =>
  `<node_state id="${id}" uname="n${id}" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="${id}"><lrm_resources>${op("web")}</lrm_resources></lrm></node_state>`;
const parsed = parseXml(
  `<cib validate-with="pacemaker-3.9" have-quorum="1"><configuration><crm_config/><nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes><resources>${dummy("ip")}<clone id="web-clone">${dummy("web")}</clone><group id="g">${dummy("a")}${dummy("b")}</group><primitive id="fence1" class="stonith" type="fence_x"/></resources><constraints/></configuration><status>${state(1)}${state(2)}</status></cib>`,
);
if (!parsed.ok) throw new Error(parsed.problem.message);
const model = unpack(parsed.root, 1_700_000_000);

function asked(words: string) {
  const fault = parseFault(words.split(" "));
  if (fault === undefined) throw new Error(words);
  return faultIn(model, fault);
}

test("an instance is its resource on the node it is on, a clone its one resource", () => {
  const places = ["web:0", "web:1"].map((name) => asked(`process-kill ${name}`));
  expect(places.map((f) => ("node" in f ? f.node : ""))).toEqual(["n1", "n2"]);
  for (const fault of places) expect(fault).toMatchObject({ kind: "process-kill", rsc: "web" });
  expect(asked("process-kill web-clone")).toEqual({ kind: "process-kill", rsc: "web", node: undefined });
  expect(asked("start-fail web:1 2")).toEqual({ kind: "start-fail", rsc: "web", count: 2, node: "n2" });
  expect(asked("process-kill web n2")).toEqual({ kind: "process-kill", rsc: "web", node: "n2" });
});

test.each([
  ["process-kill wbe", "missing", 'there is no resource "wbe"'],
  ["start-fail nosuch 2", "missing", 'there is no resource "nosuch"'],
  ["hang foo monitor", "missing", 'there is no resource "foo"'],
  ["hang ip frobnicate", "usage", 'no agent has a task "frobnicate"'],
  ["fence-fail nosuch", "missing", 'there is no fence device "nosuch"'],
  ["fence-heal ip", "missing", 'there is no fence device "ip"'],
  ["container-kill nosuch", "missing", 'there is no container "nosuch"'],
  ["process-kill g", "usage", '"g" has several processes'],
])("%s is refused", (words, code, message) => {
  expect(() => asked(words)).toThrow(expect.objectContaining({ code, message }));
});

test.each(["hang ip monitor", "fence-fail fence1", "process-kill ip", "node-crash n1"])(
  "%s is as it was asked",
  (words) => expect(asked(words)).toEqual(parseFault(words.split(" "))),
);
