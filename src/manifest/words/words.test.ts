/**
 * Each way to say a thing, and the element that it is: read one way, written the other. Over 150 lines: it is a table.
 */
import { describe, expect, it } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { draftElement } from "../compile/draft-element.ts";
import { sayNamed, sayObject } from "../import/object.ts";
import { yamlText } from "../import/yaml-text.ts";
import { Problems } from "../read/shape.ts";
import { parseYaml } from "../read/yaml.ts";
import { ACL_WORDS } from "./acls.ts";
import { alert } from "./alerts.ts";
import { colocation } from "./colocation.ts";
import { fencingLevel } from "./fencing-levels.ts";
import { location } from "./location.ts";
import { order } from "./order.ts";
import { templateWord } from "./primitive.ts";
import { resourceWord } from "./resource.ts";
import { ticket } from "./ticket.ts";
import type { Word } from "./word.ts";

function xml(text: string): Element {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

/** The element of a value, with the id "it" where the value says none. */
function read(word: Word, yaml: string): Element {
  const value = parseYaml(yaml);
  if (!value.ok) throw new Error(JSON.stringify(value.problems));
  const problems = new Problems();
  const draft = word.shape.read(value.value, problems)?.({ id: "it", at: { line: 1, column: 1 } });
  expect(problems.list).toEqual([]);
  if (draft === undefined) throw new Error("no draft");
  return draftElement(draft, (setting) => (setting.kind === "text" ? setting.text : setting.name));
}

/** As the value of a key `it`. */
function written(word: Word, e: Element): string {
  const surroundings = { isReferred: () => false };
  const named = /^rsc_|^fencing-level/.test(e.name);
  const said = named ? sayNamed(word, e, surroundings) : sayObject(word, e, surroundings);
  return said === undefined ? "nothing" : yamlText([{ key: "it", comments: [], entries: said }]).replace(/^it: ?/, "");
}

const AGENT = 'class="ocf" provider="heartbeat" type="IPaddr2"';
const MONITOR = (id: string): string =>
  `<operations><op id="${id}-monitor-interval-10s" name="monitor" interval="10s" timeout="20s"/></operations>`;

const RESOURCES: readonly (readonly [what: string, yaml: string, xml: string])[] = [
  ["an agent", "ocf:heartbeat:IPaddr2\n", `<primitive id="it" ${AGENT}>${MONITOR("it")}</primitive>`],
  ["no monitor", "{agent: ocf:heartbeat:IPaddr2, operations: {monitor: null}}\n", `<primitive id="it" ${AGENT}/>`],
  [
    "an older agent's name",
    "{agent: stonith:external/ipmi, operations: {monitor: null}}\n",
    '<primitive id="it" class="stonith" type="external/ipmi"/>',
  ],
  [
    "operations",
    "\n  agent: ocf:heartbeat:IPaddr2\n  operations:\n    start: 60s\n    monitor:\n      - {interval: 10s, on-fail: fence}\n      - {interval: 30s, parameters: {OCF_CHECK_LEVEL: 10}}\n",
    `<primitive id="it" ${AGENT}><operations>` +
      '<op id="it-start-interval-0s" name="start" interval="0s" timeout="60s"/>' +
      '<op id="it-monitor-interval-10s" name="monitor" interval="10s" on-fail="fence"/>' +
      '<op id="it-monitor-interval-30s" name="monitor" interval="30s"><instance_attributes id="it-monitor-interval-30s-instance_attributes">' +
      '<nvpair id="it-monitor-interval-30s-instance_attributes-OCF_CHECK_LEVEL" name="OCF_CHECK_LEVEL" value="10"/>' +
      "</instance_attributes></op></operations></primitive>",
  ],
  [
    "sets with rules",
    '\n  agent: ocf:heartbeat:IPaddr2\n  parameters:\n    - {id: it-instance_attributes, values: {ip: 10.0.0.1}}\n    - {id: on-b, rule: "#uname eq b", score: 10, values: {ip: 10.0.0.2}}\n',
    `<primitive id="it" ${AGENT}><instance_attributes id="it-instance_attributes"><nvpair id="it-instance_attributes-ip" name="ip" value="10.0.0.1"/></instance_attributes>` +
      '<instance_attributes id="on-b" score="10"><rule id="on-b-rule"><expression id="on-b-rule-expr" attribute="#uname" operation="eq" value="b"/></rule><nvpair id="on-b-ip" name="ip" value="10.0.0.2"/></instance_attributes>' +
      `${MONITOR("it")}</primitive>`,
  ],
  [
    "utilization and a template",
    "{description: small, template: t, utilization: {memory: 1024}}\n".replace(
      "description: small, template: t",
      "template: t, description: small",
    ),
    '<primitive id="it" template="t" description="small"><utilization id="it-utilization"><nvpair id="it-utilization-memory" name="memory" value="1024"/></utilization></primitive>',
  ],
  [
    "a group",
    "\n  group: {web: systemd:httpd, ip: ocf:heartbeat:IPaddr2}\n  meta: {resource-stickiness: 100}\n".replace(
      /^\n {2}(.*)\n {2}(.*)\n$/,
      "{$1, $2}\n",
    ),
    `<group id="it"><primitive id="web" class="systemd" type="httpd">${MONITOR("web")}</primitive><primitive id="ip" ${AGENT}>${MONITOR("ip")}</primitive>` +
      '<meta_attributes id="it-meta_attributes"><nvpair id="it-meta_attributes-resource-stickiness" name="resource-stickiness" value="100"/></meta_attributes></group>',
  ],
  [
    "a promotable, with a monitor for each role",
    "{promotable: {db: ocf:heartbeat:pgsqlms}, meta: {notify: true}}\n",
    '<clone id="it"><meta_attributes id="it-meta_attributes"><nvpair id="it-meta_attributes-promotable" name="promotable" value="true"/><nvpair id="it-meta_attributes-notify" name="notify" value="true"/></meta_attributes>' +
      '<primitive id="db" class="ocf" provider="heartbeat" type="pgsqlms"><operations>' +
      '<op id="db-monitor-interval-15s" name="monitor" interval="15s" role="Promoted" timeout="10s"/><op id="db-monitor-interval-16s" name="monitor" interval="16s" role="Unpromoted" timeout="10s"/></operations></primitive></clone>',
  ],
  [
    "a bundle",
    '\n  bundle:\n    image: shop:1\n    replicas: 2\n    replicas-per-host: 2\n    ip-range-start: 10.0.0.50\n    ports: [80, "8443:443", 9000-9010]\n    mounts: {www: /srv:/www:ro, logs: {source-root: /logs, target: /var/log}}\n  resource: {web: systemd:httpd}\n',
    '<bundle id="it"><podman image="shop:1" replicas="2" replicas-per-host="2"/><network ip-range-start="10.0.0.50">' +
      '<port-mapping id="it-port-map-80" port="80"/><port-mapping id="it-port-map-8443" port="8443" internal-port="443"/><port-mapping id="it-port-map-9000-9010" range="9000-9010"/></network>' +
      '<storage><storage-mapping id="www" source-dir="/srv" target-dir="/www" options="ro"/><storage-mapping id="logs" source-dir-root="/logs" target-dir="/var/log"/></storage>' +
      `<primitive id="web" class="systemd" type="httpd">${MONITOR("web")}</primitive></bundle>`,
  ],
];

const OTHERS: readonly (readonly [what: string, word: Word, yaml: string, xml: string])[] = [
  [
    "a location by role",
    location,
    "{resource: db, node: a, score: 10, role: Promoted}\n",
    '<rsc_location id="location-db-a-10" rsc="db" node="a" score="10" role="Promoted"/>',
  ],
  [
    "a location by pattern and date",
    location,
    "\n  id: l\n  pattern: web-.*\n  rule: date-spec hours=8-17 and (defined far or ping lt integer 1)\n  score: -INFINITY\n",
    '<rsc_location id="l" rsc-pattern="web-.*"><rule id="l-rule" score="-INFINITY"><date_expression id="l-rule-expr" operation="date_spec"><date_spec id="l-rule-expr-datespec" hours="8-17"/></date_expression>' +
      '<rule id="l-rule-rule-1" boolean-op="or"><expression id="l-rule-rule-1-expr" attribute="far" operation="defined"/><expression id="l-rule-rule-1-expr-1" attribute="ping" operation="lt" value="1" type="integer"/></rule></rule></rsc_location>',
  ],
  [
    "a colocation of sets",
    colocation,
    "\n  sets:\n    - [a, b]\n    - {resources: [c, d], sequential: false}\n",
    '<rsc_colocation id="pcs_rsc_colocation_set_a_b_set_c_d" score="INFINITY"><resource_set id="pcs_rsc_colocation_set_a_b_set_c_d-set"><resource_ref id="a"/><resource_ref id="b"/></resource_set>' +
      '<resource_set id="pcs_rsc_colocation_set_a_b_set_c_d-set-1" sequential="false"><resource_ref id="c"/><resource_ref id="d"/></resource_set></rsc_colocation>',
  ],
  [
    "an order whose then-action is a start",
    order,
    "{first: db, then: ip, first-action: promote}\n",
    '<rsc_order id="order-db-ip-mandatory" first="db" then="ip" first-action="promote" then-action="start" kind="Mandatory"/>',
  ],
  [
    "a ticket",
    ticket,
    "{ticket: site-a, resource: db, role: Promoted, loss-policy: demote}\n",
    '<rsc_ticket id="ticket-site-a-db-Promoted" rsc="db" rsc-role="Promoted" ticket="site-a" loss-policy="demote"/>',
  ],
  [
    "a level by attribute",
    fencingLevel,
    "{attribute: rack, value: r1, level: 2, devices: [p, q]}\n",
    '<fencing-level id="fl-rack-r1-2" target-attribute="rack" target-value="r1" index="2" devices="p,q"/>',
  ],
  [
    "an alert",
    alert,
    "\n  path: /a.sh\n  select:\n    - fencing\n    - {attributes: [ping]}\n  meta: {timeout: 15s}\n  recipients: {r: 192.0.2.7}\n",
    '<alert id="it" path="/a.sh"><select><select_fencing/><select_attributes><attribute id="it-ping" name="ping"/></select_attributes></select>' +
      '<meta_attributes id="it-meta_attributes"><nvpair id="it-meta_attributes-timeout" name="timeout" value="15s"/></meta_attributes><recipient id="r" value="192.0.2.7"/></alert>',
  ],
  [
    "a template",
    templateWord,
    "{agent: ocf:heartbeat:IPaddr2, operations: {start: 10s, monitor: null}}\n",
    `<template id="it" ${AGENT}><operations><op id="it-start-interval-0s" name="start" interval="0s" timeout="10s"/></operations></template>`,
  ],
];

/** Whatever the order of attributes, and the way it is indented. */
const sorted = (text: string): string[] =>
  printXml(xml(text))
    .replace(/\s+(\/?>)/g, "$1")
    .split(/[\s]+/)
    .toSorted();

describe("is read and written:", () => {
  it.each([...RESOURCES.map(([what, yaml, text]) => [what, resourceWord, yaml, text] as const), ...OTHERS])(
    "%s",
    (_what, word, yaml, text) => {
      expect(sorted(printXml(read(word, yaml)))).toEqual(sorted(text));
      expect(written(word, xml(text))).toBe(yaml);
    },
  );

  it("who may change what", () => {
    const [, role] = ACL_WORDS.get("acl_role") ?? [];
    const text =
      '<acl_role id="it"><acl_permission id="it-read" kind="read" xpath="/cib"/><acl_permission id="it-read-1" kind="read" reference="web"/></acl_role>';
    if (role === undefined) throw new Error("no word for a role");
    const yaml = "{permissions: [{kind: read, xpath: /cib}, {kind: read, reference: web}]}\n";
    expect(sorted(printXml(read(role, `${yaml}`)))).toEqual(sorted(text));
    expect(written(role, xml(text)).replace(/\s+/g, " ")).toContain("permissions:");
  });
});

it.each([
  [
    "{agnt: systemd:x}",
    'expected one of the keys agent, template, group, clone, promotable, bundle; found none; did you mean "agent"?',
  ],
  [
    "{group: {a: systemd:a}, agent: systemd:x}",
    "expected one of the keys agent, template, group, clone, promotable, bundle; found agent and group",
  ],
  ["{clone: {a: systemd:a, b: systemd:b}}", "expected one resource by its id, found 2"],
  [
    "{agent: systemd:x, meta: [{rule: a eq b and c eq d or e eq f}]}",
    'expected parentheses where and meets or in the rule "a eq b and c eq d or e eq f"',
  ],
  [
    "{agent: systemd:x, operations: {monitor: {intervall: 10s}}}",
    'unknown key "intervall" in an operation of a resource; did you mean "interval"?',
  ],
])("a mistake in %s", (yaml, expected) => {
  const value = parseYaml(yaml);
  const problems = new Problems();
  if (value.ok) resourceWord.shape.read(value.value, problems);
  expect(problems.list.map(({ message, hint }) => [message, ...(hint === undefined ? [] : [hint])].join("; "))).toEqual(
    [expected],
  );
});
