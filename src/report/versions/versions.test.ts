/** The document of versions: what is alike, what differs, what is not known, and what the oldest node forbids. */
import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { readingOf } from "../../scheduler/reading.ts";
import type { Versions } from "./document.ts";
import { type VersionAnswers, versionsOf } from "./read.ts";
import { versionsAnswer } from "./schema.ts";
import { versionsLines } from "./text.ts";

const NODES = ["one", "two", "three"];

function cib(sets: readonly string[], operations = ""): string {
  const states = NODES.map(
    (name, i) => `<node_state id="${i + 1}" uname="${name}" in_ccm="true" crmd="online" join="member" expected="member">
      <transient_attributes id="${i + 1}"><instance_attributes id="s-${i + 1}">
      <nvpair id="f-${i + 1}" name="#feature-set" value="${sets[i]}"/></instance_attributes></transient_attributes>
      ${i === 0 ? operations : ""}</node_state>`,
  );
  return `<cib validate-with="pacemaker-3.9" crm_feature_set="3.16.1" admin_epoch="0" epoch="7" num_updates="3" have-quorum="1" dc-uuid="1">
    <configuration><crm_config><cluster_property_set id="o">
    <nvpair id="v" name="dc-version" value="2.1.5-a3f44794f94"/></cluster_property_set></crm_config>
    <nodes>${NODES.map((name, i) => `<node id="${i + 1}" uname="${name}"/>`).join("")}</nodes>
    <resources><bundle id="web"><podman image="web:1" replicas="1" run-command="/usr/sbin/pacemaker_remoted"/>
    <network control-port="3123"/><primitive id="w" class="ocf" provider="pacemaker" type="Dummy"/></bundle></resources>
    <constraints/></configuration><status>${states.join("")}</status></cib>`;
}

const RUNNING = `<lrm id="1"><lrm_resources><lrm_resource id="web-podman-0" class="ocf" provider="heartbeat" type="podman">
  <lrm_rsc_op id="web-podman-0_last_0" operation="start" operation_key="web-podman-0_start_0" crm_feature_set="3.15.0"
  transition-key="1:1:0:a" transition-magic="0:0;1:1:0:a" call-id="9" rc-code="0" op-status="0" interval="0"/>
  </lrm_resource></lrm_resources></lrm>`;

const ANSWERS: VersionAnswers = {
  nodes: undefined,
  silent: [],
  remoted: () => ({ said: "Pacemaker 2.1.5\nWritten by Andrew Beekhof\n" }),
  engine: "pacemaker",
};

const software = (node: string, of: Partial<Versions["nodes"][number]["software"]> = {}) => ({
  node,
  host: `${node}.example.com`,
  pacemaker: "2.1.5",
  featureSet: "3.16.1",
  schema: "pacemaker-3.9",
  corosync: "3.1.7",
  libqb: "2.0.6",
  kernel: "6.1",
  removedCalls: [],
  ...of,
});
const NEW = { pacemaker: "3.0.3", featureSet: "3.20.5", schema: "pacemaker-4.0", corosync: "3.1.9" };

function read(text: string, answers: Partial<VersionAnswers> = {}): Versions {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const document = versionsOf(readingOf({ cib: parsed.root, at: 1_800_000_000_000 }), { ...ANSWERS, ...answers });
  versionsAnswer.parse(document);
  return document;
}

const SAME = ["3.16.1", "3.16.1", "3.16.1"];
const text = (of: Versions): string =>
  versionsLines(of)
    .map((line) => line.text)
    .join("\n");

test("a CIB alone says its feature sets, and that they are alike or not", () => {
  const alike = read(cib(SAME, RUNNING));
  expect(alike).toMatchObject({ asked: false, alike: "True", mixed: false, releases: "2.1.5", findings: [] });
  expect(alike.operations).toEqual([{ featureSet: "3.15.0", count: 1 }]);
  const mixed = read(cib(["3.16.1", "3.20.5", "3.20.5"]));
  expect(mixed).toMatchObject({ alike: "False", mixed: true, findings: [{ gate: "skew-minor", object: "one" }] });
  expect(text(mixed)).toContain("two: 3.20.5");
});

test("asked, all alike but for kernels", () => {
  const all = read(cib(SAME, RUNNING), {
    nodes: [software("one"), software("two", { kernel: "6.2" }), software("three")],
  });
  expect(all).toMatchObject({ asked: true, alike: "True", forbidden: [], findings: [] });
  expect(all.differences).toEqual([
    {
      what: "kernel",
      counts: false,
      versions: [
        { version: "6.1", nodes: ["one", "three"] },
        { version: "6.2", nodes: ["two"] },
      ],
    },
  ]);
  expect(all.replicas).toMatchObject([{ replica: "web-0", node: "one", pacemaker: "2.1.5", protocol: "1.1" }]);
});

test("in the middle of an upgrade: what differs, and what the oldest node forbids", () => {
  const nodes = [software("one"), software("two", NEW), software("three", NEW)];
  const mixed = read(cib(["3.16.1", "3.20.5", "3.20.5"]), { nodes });
  expect(mixed.alike).toBe("False");
  expect(mixed.schema).toEqual({ inForce: "pacemaker-3.9", newest: "pacemaker-3.9" });
  expect(mixed.differences.map(({ what }) => what)).toEqual(["pacemaker", "featureSet", "schema", "corosync"]);
  const said = mixed.forbidden.map(({ what }) => what);
  expect(said).toContain("transactions of several changes of the CIB");
  expect(said).toContain("a schema after pacemaker-3.9");
  expect(said).toContain("a reload of Corosync's configuration (corosync-cfgtool -R)");
  expect(text(mixed)).toContain("2.1.5: one");
  expect(text(mixed)).toContain("3.0.3: three, two");
});

test("a node or replica that does not answer is said, and is never taken for alike", () => {
  const nodes = [software("one"), software("two")];
  const silent = [{ way: "three", reason: "sh on three did not answer in time" }];
  const some = read(cib(SAME, RUNNING), {
    nodes,
    silent,
    remoted: () => ({ unknown: "podman is not installed in one" }),
  });
  expect(some.alike).toBe("Unknown");
  expect(text(some)).toContain("three: sh on three did not answer in time");
  expect(text(some)).toContain("web-0: podman is not installed in one");
});

test("a node is known by its host's name where Pacemaker does not run there", () => {
  const { nodes } = read(cib(SAME), { nodes: [{ ...software("10.0.0.3"), host: "three" }] });
  expect(nodes.map(({ name, software: found }) => [name, found?.pacemaker])).toEqual([
    ["one", undefined],
    ["three", "2.1.5"],
    ["two", undefined],
  ]);
});

test("a replica with a newer daemon does not fit, nor one whose run-command its image lacks", () => {
  const nodes = NODES.map((name) => software(name));
  const newer = read(cib(SAME, RUNNING), { nodes, remoted: () => ({ said: "Pacemaker 3.0.3" }) });
  expect(newer.findings.map(({ gate, object }) => [gate, object])).toEqual([
    ["skew-remote-newer", "web-0"],
    ["skew-remote-run-command", "web-0"],
  ]);
  expect(newer.alike).toBe("False");
});

test("what corosync.conf and the agents say, and a schema that a node lacks", () => {
  const nodes = [
    { ...software("one"), corosyncConf: "totem {\ntransport: udpu\n}\n" },
    { ...software("two"), corosyncConf: "totem {\ncrypto_cipher: aes256\ninterface {\nknet_transport: sctp\n}\n}\n" },
    {
      ...software("three", { schema: "pacemaker-3.8" }),
      removedCalls: [{ file: "/x/agent", call: "crm_resource --get-property" }],
    },
  ];
  expect(read(cib(SAME), { nodes }).findings.map(({ gate, severity, object }) => [gate, severity, object])).toEqual([
    ["skew-schema", "error", "three"],
    ["skew-corosync-next", "warning", "one"],
    ["skew-knet-sctp", "warning", "two"],
    ["skew-agent-options", "warning", "three"],
  ]);
});

test("a node whose package database says nothing is not taken for one without the packages", () => {
  const { libqb: _, ...bare } = software("three");
  const some = read(cib(SAME, RUNNING), { nodes: [software("one"), software("two"), bare] });
  expect(some).toMatchObject({ alike: "Unknown", differences: [] });
  expect(text(some)).toContain("three: its package database names no package of a cluster");
});
