/** What operators have switched is listed, whether anything else changes or not. */
import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { readKept } from "./kept.ts";
import { readUnbound } from "./unbound.ts";

interface Parts {
  readonly properties?: string;
  readonly node?: string;
  readonly meta?: string;
  readonly constraints?: string;
  readonly owned?: readonly string[];
  readonly status?: string;
}

const set = (tag: string, id: string, inside: string): string => `<${tag} id="${id}">${inside}</${tag}>`;
const pair = (id: string, name: string, value: string): string =>
  `<nvpair id="${id}" name="${name}" value="${value}"/>`;

function cib({ properties = "", node = "", meta = "", constraints = "", status = "" }: Parts): Element {
  const result = parseXml(
    `<cib><configuration><crm_config>${set("cluster_property_set", "cib-bootstrap-options", properties)}</crm_config>
    <nodes><node id="1" uname="n1">${set("instance_attributes", "n", node)}</node></nodes>
    <resources><clone id="c">${set("meta_attributes", "m", meta)}<primitive id="p" class="ocf" type="Dummy"/></clone></resources>
    <constraints>${constraints}</constraints></configuration>
    <status>${status}</status></cib>`,
  );
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}

const ticket = '<rsc_ticket id="t" ticket="T1" rsc="c"/>';

test.each<readonly [string, Parts, readonly string[]]>([
  ["nothing", {}, []],
  [
    "maintenance mode",
    { properties: pair("a", "maintenance-mode", "true") },
    ["the whole cluster is in maintenance (maintenance-mode)"],
  ],
  ["maintenance mode that the manifest set", { properties: pair("a", "maintenance-mode", "true"), owned: ["a"] }, []],
  ["standby", { node: pair("a", "standby", "on") }, ["n1 is in standby"]],
  ["standby that ended", { node: pair("a", "standby", "off") }, []],
  [
    "standby until the node returns",
    {
      status: `<node_state id="1"><transient_attributes id="1">${set("instance_attributes", "s", pair("a", "standby", "on"))}</transient_attributes></node_state>`,
    },
    ["n1 is in standby"],
  ],
  ["node maintenance", { node: pair("a", "maintenance", "true") }, ["n1 is in maintenance"]],
  ["pcs resource disable", { meta: pair("a", "target-role", "Stopped") }, ["c is disabled"]],
  ["a manifest's target-role", { meta: pair("m-target-role-holdfast-Stopped", "target-role", "Stopped") }, []],
  ["pcs resource enable", { meta: pair("a", "target-role", "Started") }, []],
  ["an old word", { meta: pair("a", "target-role", "Slave") }, ["c is not to be promoted (target-role)"]],
  ["pcs resource unmanage", { meta: pair("a", "is-managed", "false") }, ["c is unmanaged"]],
  ["maintenance of one", { meta: pair("a", "maintenance", "true") }, ["c is in maintenance"]],
  [
    "a ban",
    { constraints: '<rsc_location id="cli-ban-c-on-n1" rsc="c" node="n1" score="-INFINITY"/>' },
    ["c is banned from n1 (cli-ban-c-on-n1)"],
  ],
  [
    "a move",
    { constraints: '<rsc_location id="cli-prefer-c" rsc="c" node="n1" score="INFINITY"/>' },
    ["c was moved to n1 (cli-prefer-c)"],
  ],
  ["a ticket that is not granted", { constraints: ticket }, ["ticket T1 is not granted"]],
  [
    "a ticket in standby",
    { constraints: ticket, status: '<tickets><ticket_state id="T1" granted="true" standby="true"/></tickets>' },
    ["ticket T1 is in standby"],
  ],
  [
    "a granted ticket",
    { constraints: ticket, status: '<tickets><ticket_state id="T1" granted="true"/></tickets>' },
    [],
  ],
])("%s", (_, parts, lines) => {
  expect(readKept(cib(parts), cib(parts), new Set(parts.owned), 0).map(({ text }) => text)).toEqual(lines);
});

test("resources that lose a constraint with a removed one are listed, and whether anything places them still", () => {
  const order = '<rsc_order id="o" first="vip" then="c"/>';
  const colocation = '<rsc_colocation id="k" rsc="vip" with-rsc="c" score="INFINITY"/>';
  const location = '<rsc_location id="l" rsc="vip" node="n1" score="5"/>';
  const at = (resources: string, constraints: string): Element => {
    const result = parseXml(
      `<cib><configuration><resources><primitive id="vip"/>${resources}</resources><constraints>${constraints}</constraints></configuration></cib>`,
    );
    if (!result.ok) throw new Error(result.problem.message);
    return result.root;
  };
  const clone = '<clone id="c"><primitive id="p"/></clone>';
  const before = at(clone, order + colocation + location);
  expect(readUnbound(before, at("", location))).toEqual([
    { resource: "vip", from: ["c"], constraints: ["o", "k"], anywhere: false },
  ]);
  expect(readUnbound(at(clone, order + colocation), at("", ""))[0]?.anywhere).toBe(true);
  // Taken out on purpose, with both resources there.
  expect(readUnbound(before, at(clone, location))).toEqual([]);
});

test("what the change itself switches is not called kept", () => {
  const disabled = cib({ meta: pair("r", "target-role", "Stopped") });
  expect(readKept(cib({}), disabled, new Set(), 0)).toEqual([]);
});
