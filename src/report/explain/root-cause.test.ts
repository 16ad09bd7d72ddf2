import { expect, it } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { explainedOf, momentOf } from "../../scheduler/reading.ts";
import { rootCause } from "./root-cause.ts";

const NOW = 1_700_000_000;

const dummy = (id: string, inside = ""): string =>
  `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">${inside}</primitive>`;

const operation = (rsc: string, task: string, rc: number): string => {
  const key = "3:1:0:aaaaaaaa-0000-0000-0000-000000000001";
  return (
    `<lrm_resource id="${rsc}" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="${rsc}_last_0" ` +
    `operation="${task}" operation_key="${rsc}_${task}_0" transition-key="${key}" transition-magic="0:${rc};${key}" ` +
    `call-id="5" rc-code="${rc}" op-status="0" interval="0" last-rc-change="${NOW - 60}"/></lrm_resource>`
  );
};

interface Scene {
  readonly resources: string;
  readonly constraints?: string;
  readonly history?: string;
  readonly standby?: boolean;
  readonly quorate?: boolean;
  /** The second node is online too. */
  readonly both?: boolean;
  /** A node's attributes in the status. */
  readonly transient?: (id: string) => string;
}

function rootOf(id: string, scene: Scene): string | undefined {
  return causeOf(id, scene)?.text;
}

function causeOf(
  id: string,
  {
    resources,
    constraints = "",
    history = "",
    standby = false,
    quorate = true,
    both = false,
    transient = () => "",
  }: Scene,
) {
  const attributes = standby
    ? '<instance_attributes id="i"><nvpair id="i-standby" name="standby" value="on"/></instance_attributes>'
    : "";
  const parsed = parseXml(
    `<cib validate-with="pacemaker-3.9" have-quorum="${quorate ? 1 : 0}" epoch="1" num_updates="0" admin_epoch="0"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="o-s" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
    <nodes><node id="1" uname="n1">${attributes}</node><node id="2" uname="n2"/></nodes>
    <resources>${resources}</resources><constraints>${constraints}</constraints></configuration><status>
    <node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="1"><lrm_resources>${history}</lrm_resources></lrm>${transient("t1")}</node_state>
    <node_state id="2" uname="n2" in_ccm="${both}" crmd="${both ? "online" : "offline"}" join="${both ? "member" : "down"}" expected="${both ? "member" : "down"}">${transient("t2")}</node_state></status></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return rootCause(explainedOf(parsed.root, momentOf(parsed.root, NOW)), id);
}

it("is undefined for what will run, and for what does not exist", () => {
  expect(rootOf("a", { resources: dummy("a") })).toBeUndefined();
  expect(rootOf("b", { resources: dummy("a") })).toBeUndefined();
});

it("names each node's reason where no node can run it", () => {
  expect(rootOf("a", { resources: dummy("a"), standby: true })).toBe(
    "no node can run a: n1 is in standby; n2 is offline",
  );
});

it("is that of what it depends on", () => {
  const meta = '<meta_attributes id="m"><nvpair id="m-t" name="target-role" value="Stopped"/></meta_attributes>';
  const resources = dummy("a", meta) + dummy("b") + dummy("c");
  const constraints =
    '<rsc_colocation id="ba" rsc="b" with-rsc="a" score="INFINITY"/><rsc_order id="bc" first="b" then="c"/>';
  expect(rootOf("b", { resources, constraints })).toBe("a is disabled (target-role=Stopped)");
  expect(rootOf("c", { resources, constraints })).toBe("a is disabled (target-role=Stopped)");
});

it("names the parent that was disabled", () => {
  const meta = '<meta_attributes id="m"><nvpair id="m-t" name="target-role" value="Stopped"/></meta_attributes>';
  expect(rootOf("a", { resources: `<group id="g">${meta}${dummy("a")}</group>` })).toBe(
    "g is disabled (target-role=Stopped)",
  );
});

it("is the member of its group that is blocked, not the node in standby (finding M6)", () => {
  const resources = `<group id="g">${dummy("ip")}${dummy("fs")}${dummy("apache")}</group>`;
  const history = operation("ip", "start", 0) + operation("fs", "start", 0) + operation("apache", "stop", 1);
  expect(rootOf("ip", { resources, history, standby: true, both: true })).toMatch(
    /^apache is blocked until its failure is cleaned up: stop of apache on n1/,
  );
});

it("is the lack of quorum (finding M5)", () => {
  expect(rootOf("a", { resources: dummy("a"), quorate: false })).toBe(
    "the cluster has no quorum (no-quorum-policy=stop)",
  );
});

it("is a failure where it failed on every node there is for it", () => {
  const scene = { resources: dummy("a"), history: operation("a", "start", 5) };
  expect(causeOf("a", scene)?.code).toBe("failures");
  expect(rootOf("a", scene)).toMatch(/^no node can run a: start of a on n1 at .* gave "not installed"; n2 is offline$/);
});

it("is one reason where it failed on several nodes in the same way, with the last failure", () => {
  const counts = (node: string): string =>
    `<transient_attributes id="${node}"><instance_attributes id="${node}-t"><nvpair id="${node}-f" name="fail-count-a#start_0" value="INFINITY"/></instance_attributes></transient_attributes>`;
  const scene = { resources: dummy("a"), history: operation("a", "start", 1), both: true, transient: counts };
  expect(rootOf("a", scene)).toMatch(
    /^a failed on n1 and n2 with a fail count of INFINITY \(as after a failed start or stop\), and migration-threshold is INFINITY; the last was: start of a on n1 at .* gave "error"$/,
  );
});

it("is one reason once, however many instances it holds for", () => {
  const clone = `<clone id="cl"><meta_attributes id="cl-m"><nvpair id="cl-p" name="promotable" value="true"/></meta_attributes>${dummy("db")}</clone>`;
  const onPromoted = '<rsc_colocation id="c" rsc="ip" with-rsc="cl" with-rsc-role="Promoted" score="INFINITY"/>';
  expect(rootOf("ip", { resources: clone + dummy("ip"), constraints: onPromoted, both: true })).toBe(
    "no instance of cl is promoted (db:0 and db:1, each: its promotion score is -1, because its agent has set no promotion score, and no constraint gives it one)",
  );
});
