/** For each rule a configuration that breaks it, and one that is near to that and does not. Over 300 lines: one table. */
import { parseXml } from "../../cib/xml/parse.ts";
import type { Element } from "../../cib/xml/tree.ts";

interface Parts {
  readonly properties?: string;
  readonly nodes?: string;
  readonly resources?: string;
  readonly constraints?: string;
  readonly rest?: string;
  readonly schema?: string;
}

export function parsed(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}

const pairs = (of: string, text: string): string =>
  text
    .split(" ")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [name = "", value = ""] = pair.split("=");
      return `<nvpair id="${of}-${name}" name="${name}" value="${value}"/>`;
    })
    .join("");

const THREE = '<node id="1" uname="one"/><node id="2" uname="two"/><node id="3" uname="three"/>';
const TWO = '<node id="1" uname="one"/><node id="2" uname="two"/>';

export function cib({
  properties = "",
  nodes = THREE,
  resources = "",
  constraints = "",
  rest = "",
  schema = "pacemaker-3.9",
}: Parts): Element {
  const set = properties === "" ? "" : `<cluster_property_set id="o">${pairs("o", properties)}</cluster_property_set>`;
  return parsed(`<cib validate-with="${schema}" admin_epoch="0" epoch="1" num_updates="0"><configuration>
    <crm_config>${set}</crm_config><nodes>${nodes}</nodes><resources>${resources}</resources>
    <constraints>${constraints}</constraints>${rest}</configuration><status/></cib>`);
}

interface Made {
  readonly agent?: string;
  readonly params?: string;
  readonly meta?: string;
  readonly ops?: string;
}

const MONITOR = '<op id="ID-m" name="monitor" interval="60s"/>';

function primitive(
  id: string,
  { agent = "ocf:pacemaker:Dummy", params = "", meta = "", ops = MONITOR }: Made = {},
): string {
  const [standard, ...names] = agent.split(":");
  const [provider, type] = names.length > 1 ? names : [undefined, names[0]];
  return `<primitive id="${id}" class="${standard}"${provider === undefined ? "" : ` provider="${provider}"`} type="${type}">
    ${params === "" ? "" : `<instance_attributes id="${id}-i">${pairs(`${id}-i`, params)}</instance_attributes>`}
    ${meta === "" ? "" : `<meta_attributes id="${id}-e">${pairs(`${id}-e`, meta)}</meta_attributes>`}
    <operations>${ops.replaceAll("ID", id)}</operations></primitive>`;
}

const meta = (id: string, text: string): string =>
  `<meta_attributes id="${id}-e">${pairs(`${id}-e`, text)}</meta_attributes>`;
const clone = (id: string, inside: string, text = ""): string =>
  `<clone id="${id}">${inside}${text === "" ? "" : meta(id, text)}</clone>`;
const device = (id: string, params = "pcmk_host_list=one,two,three", more: Made = {}): string =>
  primitive(id, { agent: "stonith:fence_x", params, ...more });
const fencingTests = (works: Readonly<Record<string, boolean>>): string => {
  const tests = Object.entries(works).map(([node, works]) => [node, { at: 1, who: "a@b", works }]);
  const text = JSON.stringify(Object.fromEntries(tests)).replaceAll('"', "&quot;");
  return `<acls><acl_role id="holdfast-fencing-tests" description="${text}"/></acls>`;
};
const op = (id: string, text: string): string =>
  `<op id="${id}" ${text
    .split(" ")
    .map((pair) => pair.replace(/=(.*)/, '="$1"'))
    .join(" ")}/>`;
const order = (id: string, first: string, then: string, more = ""): string =>
  `<rsc_order id="${id}" first="${first}" then="${then}" ${more}/>`;
const location = (id: string, rsc: string, node: string, score: string): string =>
  `<rsc_location id="${id}" rsc="${rsc}" node="${node}" score="${score}"/>`;
const level = (devices: string, target = "one", index = "1"): string =>
  `<fencing-topology><fencing-level id="fl" target="${target}" index="${index}" devices="${devices}"/></fencing-topology>`;
const bundle = (network: string, storage = "", more = ""): string =>
  `<bundle id="b"><podman image="x" replicas="2" ${more}/>${network}${storage}${primitive("p")}</bundle>`;

const galeraBundle = (text: string): string =>
  `<bundle id="b"><podman image="x" replicas="3" promoted-max="3"/><network control-port="3123"/>${primitive("g", { agent: "ocf:heartbeat:galera", meta: text })}</bundle>`;
const ascs = (): string => primitive("ascs", { agent: "ocf:heartbeat:SAPInstance", params: "InstanceName=A_ASCS00_a" });
const ers = (): string =>
  primitive("ers", { agent: "ocf:heartbeat:SAPInstance", params: "InstanceName=A_ERS10_a IS_ERS=true" });
const apart = (score: string): string => `<rsc_colocation id="k" rsc="ers" with-rsc="ascs" score="${score}"/>`;

/** By rule: what breaks it, and what is near to that and does not. */
export const TABLE: Readonly<Record<string, readonly [broken: Parts, sound: Parts]>> = {
  F01: [{ properties: "stonith-enabled=no" }, { properties: "stonith-enabled=true" }],
  F02: [{ resources: primitive("a") }, { resources: primitive("a") + device("f") }],
  F03: [
    { resources: device("f", "pcmk_host_list=one,two") },
    { resources: device("f", "pcmk_host_map=one:1;two:2;three:3") },
  ],
  F04: [
    { nodes: TWO, resources: device("f") },
    { nodes: TWO, resources: device("f", "pcmk_host_list=one,two pcmk_delay_base=5") },
  ],
  F05: [
    {
      nodes: TWO,
      resources:
        device("f", "pcmk_host_list=one pcmk_delay_max=9") + device("g", "pcmk_host_list=two pcmk_delay_max=9s"),
    },
    {
      nodes: TWO,
      resources:
        device("f", "pcmk_host_list=one pcmk_delay_max=9") + device("g", "pcmk_host_list=two pcmk_delay_max=5"),
    },
  ],
  F06: [{ resources: device("f", "pcmk_delay_max=9") }, { resources: device("f", "pcmk_delay_max=0") }],
  F07: [{ resources: device("f", "delay=5") }, { resources: device("f", "delay=0") }],
  F23: [
    {
      resources: device("f") + primitive("k", { agent: "stonith:fence_kdump" }),
      rest: `<fencing-topology><fencing-level id="l1" target="one" index="1" devices="f"/><fencing-level id="l2" target="one" index="2" devices="k"/></fencing-topology>`,
    },
    {
      resources: device("f") + primitive("k", { agent: "stonith:fence_kdump" }),
      rest: `<fencing-topology><fencing-level id="l1" target="one" index="1" devices="k"/><fencing-level id="l2" target="one" index="2" devices="f"/></fencing-topology>`,
    },
  ],
  F21: [
    { resources: device("f"), rest: fencingTests({ one: true, two: false }) },
    { resources: device("f"), rest: fencingTests({ one: true, two: true, three: true }) },
  ],
  F25: [
    { resources: device("f", "pcmk_host_list=two"), rest: level("f") },
    { resources: device("f", "pcmk_host_list=ONE"), rest: level("f") },
  ],
  F08: [{ resources: device("f", "action=off") }, { resources: device("f", "pcmk_reboot_action=off") }],
  F09: [{ resources: device("f", "method=cycle") }, { resources: device("f", "method=onoff") }],
  F11: [
    { resources: device("f"), constraints: location("l", "f", "one", "-INFINITY") },
    { resources: device("f"), constraints: location("l", "f", "one", "-10000") },
  ],
  F12: [
    { resources: device("f"), rest: level("g") },
    { resources: device("f"), rest: level("f") },
  ],
  F16: [{ resources: device("f", "a=1", { ops: op("f-m", "name=monitor interval=10s") }) }, { resources: device("f") }],
  F18: [
    { properties: "concurrent-fencing=false", resources: device("f") + device("g") },
    { properties: "concurrent-fencing=false", resources: device("f") },
  ],
  F19: [{ resources: clone("c", device("f")) }, { resources: clone("c", primitive("a")) }],
  F20: [
    { resources: primitive("f", { agent: "stonith:fence_scsi" }) },
    { resources: primitive("f", { agent: "stonith:fence_scsi", meta: "provides=unfencing" }) },
  ],
  F10: [
    { resources: device("f", "login=admin pcmk_host_list=one,two,three") },
    { resources: device("f", "username=admin pcmk_host_list=one,two,three") },
  ],
  F24: [
    { resources: device("f", "pcmk_host_list=one,two,three,inner") + primitive("vm", { meta: "remote-node=inner" }) },
    { resources: device("f", "pcmk_host_list=one,two,three,other") + primitive("vm", { meta: "remote-node=inner" }) },
  ],
  R14: [
    { resources: primitive("v", { agent: "ocf:heartbeat:IPaddr2", params: "ip=fd00::5 cidr_netmask=64" }) },
    { resources: primitive("v", { agent: "ocf:heartbeat:IPaddr2", params: "ip=fd00::5 cidr_netmask=128" }) },
  ],
  R17: [
    { resources: primitive("s", { agent: "ocf:heartbeat:Filesystem", params: "fstype=gfs2" }) },
    {
      resources:
        primitive("s", { agent: "ocf:heartbeat:Filesystem", params: "fstype=gfs2" }) +
        clone("c", primitive("d", { agent: "ocf:pacemaker:controld" })),
    },
  ],
  R19: [
    { resources: clone("c", primitive("a"), "clone-node-max=2") },
    { resources: clone("c", primitive("a"), "clone-node-max=2 globally-unique=true") },
  ],
  R20: [
    { resources: clone("c", primitive("a", { agent: "ocf:heartbeat:rabbitmq-cluster" })) },
    { resources: clone("c", primitive("a", { agent: "ocf:heartbeat:rabbitmq-cluster" }), "notify=true") },
  ],
  R22: [
    { resources: clone("c", primitive("a"), "promotable=true promoted-max=4") },
    { resources: clone("c", primitive("a"), "promotable=true promoted-max=3") },
  ],
  O14: [
    {
      rest: '<acls><acl_role id="r"><acl_permission id="p" kind="write" xpath="/cib"/></acl_role></acls>',
    },
    {
      rest: '<acls><acl_role id="r"><acl_permission id="p" kind="write" xpath="//constraints"/></acl_role></acls>',
    },
  ],
  O16: [
    {
      properties: "priority-fencing-delay=15",
      resources: device("f", "pcmk_host_list=one,two,three pcmk_delay_max=15") + primitive("a", { meta: "priority=1" }),
    },
    {
      properties: "priority-fencing-delay=30",
      resources: device("f", "pcmk_host_list=one,two,three pcmk_delay_max=15") + primitive("a", { meta: "priority=1" }),
    },
  ],
  Q05: [{ properties: "no-quorum-policy=ignore" }, { properties: "no-quorum-policy=freeze" }],
  O01: [
    { resources: primitive("a", { meta: "is-managed=false" }) },
    { resources: primitive("a", { meta: "is-managed=true" }) },
  ],
  O02: [
    { properties: "symmetric-cluster=false", resources: primitive("a") },
    { properties: "symmetric-cluster=false", resources: primitive("a"), constraints: location("l", "a", "one", "5") },
  ],
  O03: [
    { resources: primitive("a", { meta: "migration-treshold=3" }) },
    { resources: primitive("a", { meta: "migration-threshold=3" }) },
  ],
  O04: [{ properties: "batch-limit=many" }, { properties: "batch-limit=3" }],
  O08: [
    { properties: "start-failure-is-fatal=false", resources: primitive("a") },
    { properties: "start-failure-is-fatal=false", resources: primitive("a", { meta: "migration-threshold=3" }) },
  ],
  O09: [
    { resources: primitive("a", { meta: "migration-threshold=1" }) },
    { resources: primitive("a", { meta: "migration-threshold=1 failure-timeout=60s" }) },
  ],
  O12: [{ properties: "shutdown-lock=true" }, { properties: "shutdown-lock=true shutdown-lock-limit=30min" }],
  O13: [{ properties: "enable-startup-probes=false" }, { properties: "enable-startup-probes=true" }],
  O17: [
    { properties: "priority-fencing-delay=15s", resources: primitive("a") },
    { properties: "priority-fencing-delay=15s", resources: primitive("a", { meta: "priority=1" }) },
  ],
  R01: [{ resources: primitive("a", { ops: op("a-s", "name=start interval=0") }) }, { resources: primitive("a") }],
  R02: [
    {
      resources: primitive("a", {
        ops: op("x", "name=monitor interval=10s") + op("y", "name=monitor interval=10000ms role=Promoted"),
      }),
    },
    {
      resources: primitive("a", {
        ops: op("x", "name=monitor interval=10s") + op("y", "name=monitor interval=11s role=Promoted"),
      }),
    },
  ],
  R03: [
    { resources: clone("c", primitive("a"), "promotable=true") },
    {
      resources: clone(
        "c",
        primitive("a", {
          ops: op("x", "name=monitor interval=10s") + op("y", "name=monitor interval=11s role=Promoted"),
        }),
        "promotable=true",
      ),
    },
  ],
  R06: [
    { resources: primitive("a", { ops: MONITOR + op("x", "name=stop interval=0 on-fail=restart") }) },
    { resources: primitive("a", { ops: MONITOR + op("x", "name=stop interval=0 on-fail=block") }) },
  ],
  R07: [
    { resources: primitive("a", { ops: op("x", "name=monitor interval=10s on-fail=ignore") }) },
    { resources: primitive("a", { ops: op("x", "name=monitor interval=10s on-fail=restart") }) },
  ],
  R08: [
    {
      resources: primitive("a", {
        meta: "failure-timeout=60s",
        ops: op("x", "name=monitor interval=10s on-fail=block"),
      }),
    },
    { resources: primitive("a", { ops: op("x", "name=monitor interval=10s on-fail=block") }) },
  ],
  R12: [
    { resources: primitive("a", { agent: "ocf:heartbeat:LVM" }) },
    { resources: primitive("a", { agent: "ocf:heartbeat:LVM-activate" }) },
  ],
  R13: [
    {
      resources:
        primitive("a", { agent: "ocf:heartbeat:IPaddr2", params: "ip=10.0.0.1" }) +
        primitive("b", { agent: "ocf:heartbeat:IPaddr2", params: "ip=10.0.0.1" }),
    },
    {
      resources:
        primitive("a", { agent: "ocf:heartbeat:IPaddr2", params: "ip=10.0.0.1" }) +
        primitive("b", { agent: "ocf:heartbeat:IPaddr2", params: "ip=10.0.0.2" }),
    },
  ],
  R16: [
    { resources: clone("c", primitive("a", { agent: "ocf:heartbeat:Filesystem", params: "fstype=xfs" })) },
    { resources: clone("c", primitive("a", { agent: "ocf:heartbeat:Filesystem", params: "fstype=gfs2" })) },
  ],
  R18: [
    { resources: clone("c", primitive("a")) + clone("d", primitive("b")), constraints: order("o", "c", "d") },
    {
      resources: clone("c", primitive("a")) + clone("d", primitive("b"), "interleave=true"),
      constraints: order("o", "c", "d"),
    },
  ],
  R21: [
    { resources: clone("c", primitive("a")), constraints: location("l", "a", "one", "5") },
    { resources: clone("c", primitive("a")), constraints: location("l", "c", "one", "5") },
  ],
  R23: [{ resources: bundle("") }, { resources: bundle('<network control-port="3121"/>') }],
  R25: [
    { resources: bundle('<network control-port="1"/>', storage("/etc/pki/haproxy.pem")) },
    { resources: bundle('<network control-port="1"/>', storage("/etc/pki")) },
  ],
  R27: [{ resources: galeraBundle("") }, { resources: galeraBundle("container-attribute-target=host") }],
  H01: [
    { resources: clone("c", primitive("h", { agent: "ocf:suse:SAPHanaController" }), "promotable=true") },
    {
      resources: clone("c", primitive("h", { agent: "ocf:suse:SAPHanaController" }), "promotable=true interleave=true"),
    },
  ],
  H09: [
    { resources: ascs() + ers(), constraints: apart("INFINITY") },
    { resources: ascs() + ers(), constraints: apart("-5000") },
  ],
  R28: [{ resources: group(21) }, { resources: group(20) }],
  R29: [
    { resources: primitive("a", { meta: "target-role=Stopped" }) },
    { resources: primitive("a", { meta: "target-role=Started" }) },
  ],
  R30: [{ resources: device("f", "passwd=x") }, { resources: device("f", "passwd_script=/x") }],
  C01: [
    { resources: primitive("a"), constraints: location("cli-ban-a-on-one", "a", "one", "-INFINITY") },
    {
      resources: primitive("a"),
      constraints:
        '<rsc_location id="cli-ban-a-on-one" rsc="a"><rule id="r" score="-INFINITY"><expression id="e" attribute="#uname" operation="eq" value="one"/><date_expression id="d" operation="lt" end="2030-01-01"/></rule></rsc_location>',
    },
  ],
  C02: [
    { resources: primitive("a"), constraints: location("l", "b", "one", "5") },
    { resources: primitive("a"), constraints: location("l", "a", "one", "5") },
  ],
  C05: [
    { resources: primitive("a") + primitive("b"), constraints: order("o", "a", "b") + order("p", "b", "a") },
    {
      resources: primitive("a") + primitive("b"),
      constraints: order("o", "a", "b") + order("p", "b", "a", 'kind="Optional"'),
    },
  ],
  C09: [
    { resources: primitive("a"), constraints: location("l", "a", "one", "INFINITY") },
    { resources: primitive("a"), constraints: location("l", "a", "one", "500") },
  ],
  C11: [
    { resources: primitive("a") + primitive("b"), constraints: order("o", "a", "b") + order("p", "a", "b") },
    {
      resources: primitive("a") + primitive("b"),
      constraints: order("o", "a", "b") + order("p", "a", "b", 'kind="Optional"'),
    },
  ],
  C13: [
    { properties: "stonith-enabled=false", resources: primitive("a"), constraints: ticket("fence") },
    { properties: "stonith-enabled=false", resources: primitive("a"), constraints: ticket("stop") },
  ],
  U01: [
    { properties: "crmd-finalization-timeout=30s", resources: primitive("a") },
    { properties: "join-finalization-timeout=30s", resources: primitive("a") },
  ],
  U02: [{ resources: container("rkt", "") }, { resources: container("podman", "") }],
  U03: [
    { resources: container("podman", 'run-command="/usr/sbin/pacemaker_remoted"') },
    { resources: container("podman", 'run-command="/usr/sbin/pacemaker-remoted"') },
  ],
  U04: [{ schema: "transitional-0.6" }, { schema: "pacemaker-1.2" }],
  U05: [
    { resources: primitive("a", { meta: "migration-threshold=-1" }) },
    { resources: primitive("a", { meta: "migration-threshold=1" }) },
  ],
  V01: [{ resources: '<group id="g"/>' }, { resources: `<group id="g">${primitive("a")}</group>` }],
};

function storage(source: string): string {
  return `<storage><storage-mapping id="s" source-dir="${source}" target-dir="/x"/></storage>`;
}

function container(technology: string, more: string): string {
  return `<bundle id="b"><${technology} image="x" ${more}/><network control-port="3121"/>${primitive("in")}</bundle>`;
}

function group(members: number): string {
  return `<group id="g">${Array.from({ length: members }, (_, i) => primitive(`m${i}`)).join("")}</group>`;
}

function ticket(policy: string): string {
  return `<rsc_ticket id="t" rsc="a" ticket="T" loss-policy="${policy}"/>`;
}
