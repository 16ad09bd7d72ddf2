/**
 * Small valid CIBs that between them have every element and attribute of the schema: what faults are made in. Its more
 * than 300 lines are the list of these pieces.
 */

import type { Random } from "../differential/random.ts";

/** Where a piece stands. */
type Section =
  | "crm_config"
  | "rsc_defaults"
  | "op_defaults"
  | "node"
  | "resources"
  | "a"
  | "constraints"
  | "tags"
  | "levels"
  | "acls"
  | "alerts";

interface Piece {
  readonly into: Section;
  readonly xml: string;
  /** Major versions of the schema that take it; all when left out. */
  readonly since?: number;
  readonly until?: number;
  /** Of the pieces with one slot a CIB has one at most. */
  readonly slot?: string;
}

const rule = (id: string, conditions: string, rest = 'score="10"'): string =>
  `<rule id="${id}" ${rest}>${conditions}</rule>`;
const location = (id: string, conditions: string, rest?: string): string =>
  `<rsc_location id="${id}" rsc="b">${rule(`${id}-r`, conditions, rest)}</rsc_location>`;
const pair = (id: string, name: string, value: string): string =>
  `<nvpair id="${id}-${name.replace(/[^a-z-]/gi, "")}" name="${name}" value="${value}"/>`;
const pairs = (id: string, values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => pair(id, name, value))
    .join("");
const meta = (id: string, values: Readonly<Record<string, string>>): string =>
  `<meta_attributes id="${id}">${pairs(id, values)}</meta_attributes>`;

const PROPERTIES: Readonly<Record<string, string>> = {
  "no-quorum-policy": "stop",
  "symmetric-cluster": "true",
  "maintenance-mode": "false",
  "start-failure-is-fatal": "true",
  "enable-startup-probes": "true",
  "shutdown-lock": "true",
  "shutdown-lock-limit": "10min",
  "stonith-action": "reboot",
  "stonith-timeout": "60s",
  "have-watchdog": "false",
  "concurrent-fencing": "true",
  "startup-fencing": "true",
  "fence-remote-without-quorum": "false",
  "priority-fencing-delay": "10s",
  "node-pending-timeout": "2h",
  "cluster-delay": "60s",
  "batch-limit": "5",
  "migration-limit": "2",
  "stop-all-resources": "false",
  "stop-orphan-resources": "true",
  "stop-orphan-actions": "true",
  "node-health-strategy": "custom",
  "node-health-base": "10",
  "node-health-green": "5",
  "node-health-yellow": "-5",
  "node-health-red": "-INFINITY",
  "placement-strategy": "balanced",
  "cluster-name": "tiny",
  "dc-deadtime": "20s",
  "cluster-recheck-interval": "15min",
  "election-timeout": "2min",
  "enable-acl": "false",
};

const RESOURCE_META: Readonly<Record<string, string>> = {
  priority: "5",
  "target-role": "Started",
  "is-managed": "true",
  maintenance: "false",
  "resource-stickiness": "10",
  requires: "quorum",
  "migration-threshold": "3",
  "failure-timeout": "60s",
  "multiple-active": "stop_start",
  "allow-migrate": "true",
  "allow-unhealthy-nodes": "true",
  critical: "true",
  "container-attribute-target": "host",
};

const CLONE_META: Readonly<Record<string, string>> = {
  "clone-max": "2",
  "clone-node-max": "1",
  "clone-min": "1",
  notify: "true",
  "globally-unique": "false",
  ordered: "true",
  interleave: "true",
  promotable: "true",
  "promoted-max": "1",
  "promoted-node-max": "1",
  "target-role": "Promoted",
};

const OPERATION_META: Readonly<Record<string, string>> = {
  "on-fail": "restart",
  timeout: "30s",
  interval: "20s",
  role: "Started",
  enabled: "true",
  "record-pending": "true",
  "start-delay": "1s",
  "interval-origin": "2023-01-01",
};

const one =
  (into: Section, wrap: (xml: string) => string, slot?: string) =>
  ([name, value]: [string, string]): Piece => ({
    into,
    xml: wrap(pair(`o-${into}`, name, value)),
    ...(slot === undefined ? {} : { slot }),
  });

const PIECES: readonly Piece[] = [
  ...Object.entries(PROPERTIES).map(one("crm_config", (xml) => xml)),
  ...Object.entries(RESOURCE_META).map(one("a", (xml) => `<meta_attributes id="a-m">${xml}</meta_attributes>`, "a-m")),
  ...Object.entries(RESOURCE_META).map(
    one("rsc_defaults", (xml) => `<meta_attributes id="rd">${xml}</meta_attributes>`, "rd"),
  ),
  ...Object.entries(OPERATION_META).map(
    one("op_defaults", (xml) => `<meta_attributes id="od">${xml}</meta_attributes>`, "od"),
  ),
  ...Object.entries(CLONE_META).map(
    ([name, value]): Piece => ({
      into: "resources",
      slot: "k",
      xml: `<clone id="k"><meta_attributes id="k-m">${name.startsWith("promoted") ? pair("k-p", "promotable", "true") : ""}${pair("k", name, value)}</meta_attributes><primitive id="kp" class="ocf" provider="pacemaker" type="Stateful"/></clone>`,
    }),
  ),
  {
    into: "crm_config",
    xml: pair("cc", "stop-all-resources", "false") + pair("cc2", "x", "y"),
  },
  {
    into: "rsc_defaults",
    since: 3,
    xml: `<meta_attributes id="rd2" score="5">${rule("rd-r", '<rsc_expression id="rd-e" class="ocf" provider="pacemaker" type="Dummy"/>', "")}${pair("rd2", "priority", "2")}</meta_attributes>`,
  },
  {
    into: "op_defaults",
    since: 3,
    xml: `<meta_attributes id="od2">${rule("od-r", '<op_expression id="od-e" name="monitor" interval="10s"/>', 'boolean-op="and"')}${pair("od2", "timeout", "7s")}</meta_attributes>`,
  },
  {
    into: "node",
    xml: `<instance_attributes id="n1-i" score="3">${pairs("n1-i", { standby: "off", colour: "red" })}</instance_attributes>`,
  },
  { into: "node", xml: `<utilization id="n1-u">${pairs("n1-u", { cpu: "8" })}</utilization>` },
  {
    into: "node",
    xml: `<instance_attributes id="n1-h">${pair("n1-h", "#health-disk", "green")}</instance_attributes>`,
  },
  {
    into: "a",
    xml: `<instance_attributes id="a-i">${pairs("a-i", { fake: "x", state: "/run/a" })}</instance_attributes>`,
  },
  { into: "a", xml: `<utilization id="a-u">${pairs("a-u", { cpu: "2" })}</utilization>` },
  {
    into: "a",
    slot: "operations",
    xml: '<operations id="a-ops"><op id="a-start" name="start" interval="0" timeout="20s" description="d" enabled="true" record-pending="true" on-fail="restart"/><op id="a-mon2" name="monitor" interval="5s" role="Stopped" start-delay="2s"/></operations>',
  },
  {
    into: "a",
    slot: "operations",
    xml: '<operations><op id="a-stop" name="stop" interval="0s" timeout="30" on-fail="block"/><op id="a-mig" name="migrate_to" interval="0" interval-origin="2023-01-01T00:00:00"/></operations>',
  },
  {
    into: "a",
    slot: "operations",
    xml: `<operations><op id="a-m3" name="monitor" interval="13s">${meta("a-m3-m", { timeout: "9s" })}<instance_attributes id="a-m3-i">${pair("a-m3-i", "OCF_CHECK_LEVEL", "10")}</instance_attributes></op></operations>`,
  },
  {
    into: "resources",
    xml: '<group id="g" description="a group"><primitive id="g1" class="ocf" provider="pacemaker" type="Dummy"/><primitive id="g2" class="systemd" type="x"/></group>',
  },
  {
    into: "resources",
    xml: `<clone id="c">${meta("c-m", { "clone-max": "2", interleave: "true" })}<primitive id="cp" class="ocf" provider="pacemaker" type="Dummy"/></clone>`,
  },
  {
    into: "resources",
    xml: '<template id="t" class="ocf" provider="pacemaker" type="Dummy" description="d"><operations><op id="t-m" name="monitor" interval="7s"/></operations></template><primitive id="tp" template="t" description="e"/>',
  },
  {
    into: "resources",
    since: 3,
    xml: '<bundle id="bu" description="b"><podman image="i" replicas="2" replicas-per-host="1" promoted-max="1" run-command="/x" network="host" options="-v"/><network ip-range-start="10.0.0.1" control-port="3121" host-interface="eth0" host-netmask="24" add-host="true"><port-mapping id="bu-p" port="80" internal-port="8080"/><port-mapping id="bu-p2" range="1-5"/></network><storage><storage-mapping id="bu-s" source-dir="/a" target-dir="/b" options="rw"/><storage-mapping id="bu-s2" source-dir-root="/c" target-dir="/d"/></storage><primitive id="bup" class="ocf" provider="pacemaker" type="Stateful"/></bundle>',
  },
  {
    into: "resources",
    xml: '<primitive id="f" class="stonith" type="fence_x"><meta_attributes id="f-m"><nvpair id="f-m-p" name="provides" value="unfencing"/></meta_attributes></primitive>',
  },
  { into: "constraints", xml: '<rsc_location id="l1" rsc="a" node="n1" score="50"/>' },
  {
    into: "constraints",
    since: 2,
    xml: '<rsc_location id="l2" rsc-pattern="^b" node="n2" score="-INFINITY" resource-discovery="never" role="Started"/>',
  },
  {
    into: "constraints",
    xml: '<rsc_location id="l3" node="n2" score="+INFINITY"><resource_set id="l3-s" sequential="false" role="Started"><resource_ref id="a"/><resource_ref id="b"/></resource_set></rsc_location>',
  },
  {
    into: "constraints",
    xml: '<rsc_colocation id="k1" rsc="a" with-rsc="b" score="INFINITY" rsc-role="Started" with-rsc-role="Started" node-attribute="colour"/>',
  },
  { into: "constraints", since: 3, xml: '<rsc_colocation id="k2" rsc="a" with-rsc="b" score="5" influence="false"/>' },
  {
    into: "constraints",
    xml: '<rsc_colocation id="k3" score="-5"><resource_set id="k3-s" sequential="true"><resource_ref id="a"/><resource_ref id="b"/></resource_set></rsc_colocation>',
  },
  {
    into: "constraints",
    xml: '<rsc_order id="o1" first="a" then="b" first-action="start" then-action="start" kind="Mandatory" symmetrical="true"/>',
  },
  { into: "constraints", since: 2, xml: '<rsc_order id="o2" first="a" then="b" score="INFINITY" require-all="true"/>' },
  {
    into: "constraints",
    xml: '<rsc_order id="o3" kind="Optional"><resource_set id="o3-s" sequential="true" require-all="false" action="start"><resource_ref id="a"/><resource_ref id="b"/></resource_set></rsc_order>',
  },
  {
    into: "constraints",
    since: 2,
    xml: '<rsc_order id="o4"><resource_set id="o4-s" ordering="listed"><resource_ref id="a"/></resource_set><resource_set id="o4-t"><resource_ref id="b"/></resource_set></rsc_order>',
  },
  { into: "constraints", xml: '<rsc_ticket id="ti" rsc="a" rsc-role="Started" ticket="T" loss-policy="stop"/>' },
  {
    into: "constraints",
    xml: '<rsc_ticket id="ti2" ticket="T"><resource_set id="ti2-s"><resource_ref id="a"/></resource_set></rsc_ticket>',
  },
  {
    into: "constraints",
    xml: location("r1", '<expression id="r1-e" attribute="colour" operation="eq" value="red" type="string"/>'),
  },
  {
    into: "constraints",
    since: 2,
    xml: location(
      "r2",
      '<expression id="r2-e" attribute="#uname" operation="ne" value="n1" value-source="literal"/><expression id="r2-f" attribute="colour" operation="defined"/>',
      'score="INFINITY" boolean-op="or" role="Started"',
    ),
  },
  { into: "constraints", xml: location("r3", '<date_expression id="r3-e" operation="gt" start="2020-01-01"/>') },
  { into: "constraints", xml: location("r4", '<date_expression id="r4-e" operation="lt" end="2030-01-01 10:00:00"/>') },
  {
    into: "constraints",
    xml: location(
      "r5",
      '<date_expression id="r5-e" operation="in_range" start="2020-01-01T00:00:00Z" end="2030-06-01"/>',
    ),
  },
  {
    into: "constraints",
    since: 3,
    xml: location(
      "r6",
      '<date_expression id="r6-e" operation="in_range" start="2023-01-01"><duration id="r6-d" years="1" months="2" weeks="1" days="3" hours="5" minutes="6" seconds="7"/></date_expression>',
    ),
  },
  {
    into: "constraints",
    since: 3,
    xml: location(
      "r7",
      '<date_expression id="r7-e" operation="date_spec"><date_spec id="r7-d" years="2020-2030" months="1-12" monthdays="1-31" hours="0-23" minutes="0-59" seconds="0-59" yeardays="1-366" weekyears="2020-2030" weeks="1-53" weekdays="1-7"/></date_expression>',
    ),
  },
  {
    into: "constraints",
    xml: location(
      "r8",
      '<rule id="r8-s" boolean-op="and" score="3"><expression id="r8-e" attribute="cpu" operation="gte" value="3" type="number"/></rule><expression id="r8-f" attribute="colour" operation="not_defined"/>',
    ),
  },
  {
    into: "constraints",
    xml: location("r9", '<expression id="r9-e" attribute="colour" operation="defined"/>', 'score-attribute="weight"'),
  },
  {
    into: "constraints",
    since: 3,
    xml: location(
      "r10",
      '<expression id="r10-e" attribute="version" operation="lt" value="1.2" type="version"/><expression id="r10-f" attribute="cpu" operation="lte" value="4" type="integer"/>',
    ),
  },
  { into: "tags", xml: '<tag id="tg"><obj_ref id="a"/><obj_ref id="b"/></tag>' },
  { into: "levels", xml: '<fencing-level id="fl1" target="n1" index="1" devices="f,f2"/>' },
  { into: "levels", xml: '<fencing-level id="fl2" target-pattern="n.*" index="2" devices="f"/>' },
  {
    into: "levels",
    since: 2,
    xml: '<fencing-level id="fl3" target-attribute="colour" target-value="red" index="9" devices="f"/>',
  },
  {
    into: "acls",
    since: 2,
    xml: '<acl_role id="ar" description="d"><acl_permission id="ap" kind="read" xpath="/cib" description="e"/><acl_permission id="ap2" kind="write" reference="a"/><acl_permission id="ap3" kind="deny" object-type="primitive" attribute="x"/></acl_role><acl_target id="someone"><role id="ar"/></acl_target><acl_group id="ag"><role id="ar"/></acl_group>',
  },
  {
    into: "alerts",
    since: 2,
    xml: `<alert id="al" path="/x" description="d">${meta("al-m", { timeout: "5s", "timestamp-format": "%H" })}<select><select_attributes><attribute id="al-a" name="x"/></select_attributes><select_nodes/><select_fencing/><select_resources/></select><recipient id="al-r" value="v" description="e"><instance_attributes id="al-i">${pair("al-i", "p", "q")}</instance_attributes></recipient></alert>`,
  },
];

const SCHEMAS: readonly (readonly [number, readonly [schema: string, major: number]])[] = [
  [8, ["pacemaker-3.9", 3]],
  [1, ["pacemaker-3.0", 3]],
  [1, ["pacemaker-3.7", 3]],
  [5, ["pacemaker-4.0", 4]],
  [1, ["pacemaker-2.10", 2]],
  [1, ["pacemaker-1.2", 1]],
];

const NOW = 1_700_000_000;

/** Two nodes, two resources, a few pieces more. */
export function validCib(random: Random): string {
  const [schema, major] = random.weighted(SCHEMAS);
  const possible = PIECES.filter(({ since = 1, until = 4 }) => since <= major && major <= until);
  const chosen: Piece[] = [];
  for (const piece of random.shuffle(possible).slice(0, random.between(1, 4))) {
    if (piece.slot === undefined || !chosen.some(({ slot }) => slot === piece.slot)) chosen.push(piece);
  }
  const into = (section: Section): string =>
    chosen
      .filter((piece) => piece.into === section)
      .map(({ xml }) => xml)
      .join("");
  const wrapped = (section: Section, name: string): string => {
    const xml = into(section);
    return xml === "" ? "" : `<${name}>${xml}</${name}>`;
  };
  return `<cib validate-with="${schema}" crm_feature_set="3.19.0" admin_epoch="0" epoch="1" num_updates="0" have-quorum="1" dc-uuid="1" execution-date="${NOW}">
<configuration>
<crm_config><cluster_property_set id="opts"><nvpair id="opts-f" name="stonith-enabled" value="false"/>${into("crm_config")}</cluster_property_set></crm_config>
<nodes><node id="1" uname="n1" type="member">${into("node")}</node><node id="2" uname="n2"/></nodes>
<resources><primitive id="a" class="ocf" provider="pacemaker" type="Dummy">${into("a")}</primitive><primitive id="b" class="ocf" provider="pacemaker" type="Dummy"><operations><op id="b-m" name="monitor" interval="10s"/></operations></primitive>${into("resources")}</resources>
<constraints>${into("constraints")}</constraints>
${wrapped("rsc_defaults", "rsc_defaults")}${wrapped("op_defaults", "op_defaults")}${wrapped("tags", "tags")}${wrapped("levels", "fencing-topology")}${wrapped("acls", "acls")}${wrapped("alerts", "alerts")}
</configuration>
<status>
<node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="1"><lrm_resources><lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="a_last_0" operation="start" operation_key="a_start_0" crm_feature_set="3.19.0" transition-key="3:1:0:aaaaaaaa-0000-0000-0000-000000000001" transition-magic="0:0;3:1:0:aaaaaaaa-0000-0000-0000-000000000001" on_node="n1" call-id="5" rc-code="0" op-status="0" interval="0" last-rc-change="1699999000" exec-time="10" queue-time="0" op-digest="f2317cad3d54cec5d7d7aa7d0bf35cf8"/></lrm_resource></lrm_resources></lrm></node_state>
<node_state id="2" uname="n2" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="2"><lrm_resources/></lrm></node_state>
</status></cib>`;
}
