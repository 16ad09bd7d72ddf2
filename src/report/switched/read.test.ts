import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { readSwitched, without } from "./read.ts";

function cib(text: string): Element {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

const pair = (name: string, value: string): string => `<nvpair id="${name}-${value}" name="${name}" value="${value}"/>`;
const meta = (id: string, pairs: string): string =>
  `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy"><meta_attributes id="${id}-m">${pairs}</meta_attributes></primitive>`;

const CIB = cib(
  `<cib><configuration><crm_config><cluster_property_set id="o">${pair("maintenance-mode", "true")}${pair("stop-all-resources", "no")}</cluster_property_set></crm_config><nodes><node id="1" uname="one"><instance_attributes id="n">${pair("standby", "on")}</instance_attributes></node><node id="2" uname="two"/></nodes><resources>${meta("a", pair("target-role", "Stopped"))}${meta("b", pair("is-managed", "false"))}${meta("c", pair("target-role", "Started"))}</resources><constraints><rsc_location id="cli-ban-a-on-one" rsc="a" node="one" score="-INFINITY"/><rsc_location id="cli-prefer-b" rsc="b" node="two" score="INFINITY"/><rsc_location id="l" rsc="c" node="one" score="-INFINITY"/><rsc_ticket id="t1" rsc="c" ticket="T"/><rsc_ticket id="t2" rsc="b" ticket="G"/></constraints></configuration><status><node_state id="2" uname="two"><transient_attributes id="2"><instance_attributes id="t">${pair("maintenance", "true")}</instance_attributes></transient_attributes></node_state><tickets><ticket_state id="G" granted="true"/></tickets></status></cib>`,
);

test("finds each switch, and nothing that is configuration", () => {
  expect(readSwitched(CIB, 0).map((s) => `${s.kind} ${s.id}: ${s.text}`)).toEqual([
    "maintenance maintenance-mode: the whole cluster is in maintenance (maintenance-mode)",
    "standby one: one is in standby",
    "maintenance two: two is in maintenance",
    "disabled a: a is disabled",
    "unmanaged b: b is unmanaged",
    "ban cli-ban-a-on-one: a is banned from one (cli-ban-a-on-one)",
    "move cli-prefer-b: b was moved to two (cli-prefer-b)",
    "ticket T: ticket T is not granted",
  ]);
});

test("a node in standby that is off besides is undone as a member", () => {
  const off = cib(
    `<cib><configuration><nodes><node id="1" uname="one"><instance_attributes id="n">${pair("standby", "on")}</instance_attributes></node></nodes></configuration><status><node_state id="1" uname="one" in_ccm="false" crmd="offline" join="down" expected="down"/></status></cib>`,
  );
  const [found] = readSwitched(off, 0);
  expect(found?.text).toBe("one is in standby, and off");
  expect(printXml(without(off, readSwitched(off, 0)))).toContain('in_ccm="true" crmd="online" join="member"');
});

test("without all of them there are none, and all else stays", () => {
  const free = without(CIB, readSwitched(CIB, 0));
  expect(readSwitched(free, 0)).toEqual([]);
  const text = printXml(free);
  expect(text).toContain('id="l"');
  expect(text).toContain('value="Started"');
  expect(text).toContain('ticket="G"');
});
