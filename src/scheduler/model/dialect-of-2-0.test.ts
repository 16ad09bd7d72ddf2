/** What 2.1 and its first releases changed of 2.0.5's decisions: a small CIB each, seen to be decided so by 2.0.5 and 2.1.5. */
import { expect, it, test } from "vitest";
import { printXml } from "../../cib/xml/print.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { schedule } from "../schedule.ts";
import { actionsBy, cluster, dummy, NO_FENCING, NOW, placedBy, read, UP } from "./dialect.testing.ts";
import { dialectOf } from "./dialect.ts";

const pairOf = (name: string, value: string): string => `<nvpair id="${name}" name="${name}" value="${value}"/>`;
const meta = (id: string, ...pairs: readonly (readonly [string, string])[]): string =>
  `<meta_attributes id="${id}">${pairs.map(([name, value]) => `<nvpair id="${id}-${name}" name="${name}" value="${value}"/>`).join("")}</meta_attributes>`;

/** With transient attributes of node one. */
function withAttributes(cib: Element, ...pairs: readonly (readonly [string, string])[]): Element {
  const attributes = pairs.map(([name, value]) => `<nvpair id="${name}" name="${name}" value="${value}"/>`).join("");
  const status = `<transient_attributes id="1"><instance_attributes id="i">${attributes}</instance_attributes></transient_attributes>`;
  return read(printXml(cib).replace(/(<node_state id="1"[^>]*)\/>/, `$1>${status}</node_state>`));
}

/** With what node one recorded of `a`: operation, result and what else its entry has. */
function withHistory(cib: Element, operation: string, rc: number, more = ""): Element {
  const entry = `<lrm_rsc_op id="a_last_0" operation_key="a_${operation}_0" operation="${operation}" transition-key="1:1:${operation === "monitor" ? 7 : 0}:u"
    transition-magic="0:${rc};1:1:0:u" on_node="one" call-id="1" rc-code="${rc}" op-status="0" interval="0" ${more}/>`;
  const status = `<lrm id="1"><lrm_resources><lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy">${entry}</lrm_resource></lrm_resources></lrm>`;
  return read(printXml(cib).replace(/(<node_state id="1"[^>]*)\/>/, `$1>${status}</node_state>`));
}

test("roles are called Master and Slave alone before 2.1.0", () => {
  const promotes = (version: string, role: string): boolean => {
    const cib = cluster(UP, {
      options: NO_FENCING,
      resources: `<clone id="c">${meta("c-m", ["promotable", "true"], ["target-role", role])}${dummy("p")}</clone>`,
      constraints: `<rsc_location id="l" rsc="c"><rule id="r" role="Master" score="10"><expression id="e" attribute="#uname"
        operation="eq" value="one"/></rule></rsc_location>`,
    });
    return actionsBy(version, cib).some((key) => /^p(:\d)?_promote_0$/.test(key));
  };
  expect(["Slave", "Unpromoted"].map((role) => promotes("2.0.5", role))).toEqual([false, true]);
  expect(["Slave", "Unpromoted"].map((role) => promotes("2.1.0", role))).toEqual([false, false]);
});

test("a priority of INFINITY is none before 2.1.0", () => {
  const needs = (id: string): string =>
    `<utilization id="${id}-u"><nvpair id="${id}-cpu" name="cpu" value="8"/></utilization>`;
  const cib = cluster('in_ccm="false" crmd="offline" join="down" expected="down"', {
    options: NO_FENCING + pairOf("placement-strategy", "utilization"),
    resources:
      dummy("a", meta("a-m", ["priority", "INFINITY"]) + needs("a")) +
      dummy("b", meta("b-m", ["priority", "5"]) + needs("b")),
  });
  const scarce = read(
    printXml(cib).replace(
      /(<node id="1"[^>]*)\/>/,
      '$1><utilization id="n"><nvpair id="n-cpu" name="cpu" value="10"/></utilization></node>',
    ),
  );
  expect(placedBy("2.0.5", scarce, ["a", "b"])).toEqual([undefined, "one"]);
  expect(placedBy("2.1.0", scarce, ["a", "b"])).toEqual(["one", undefined]);
});

test("a base of health of INFINITY is none before 2.1.0", () => {
  const cib = cluster(UP, {
    options: `${NO_FENCING}${pairOf("symmetric-cluster", "false")}${pairOf("node-health-strategy", "progressive")}${pairOf("node-health-base", "INFINITY")}`,
    resources: dummy("a"),
  });
  expect([placedBy("2.0.5", cib, ["a"]), placedBy("2.1.0", cib, ["a"])]).toEqual([[undefined], ["two"]]);
});

test("the health strategy `custom` counts no health before 2.1.0", () => {
  const cib = cluster(UP, {
    options: NO_FENCING + pairOf("node-health-strategy", "custom"),
    resources: dummy("a"),
    constraints: '<rsc_location id="l" rsc="a" node="one" score="5"/>',
  });
  const sick = withAttributes(cib, ["#health-disk", "-20"]);
  expect([placedBy("2.0.5", sick, ["a"]), placedBy("2.1.0", sick, ["a"])]).toEqual([["one"], ["two"]]);
});

test("stickiness below 0 drives a resource away before 2.1.0", () => {
  const cib = withHistory(
    cluster(UP, {
      options: NO_FENCING,
      resources: dummy("a", meta("a-m", ["resource-stickiness", "-10"])),
      constraints: '<rsc_location id="l" rsc="a" node="one" score="5"/>',
    }),
    "start",
    0,
  );
  expect([placedBy("2.0.5", cib, ["a"]), placedBy("2.1.0", cib, ["a"])]).toEqual([["two"], ["one"]]);
});

/** `a` was sent from node one to node two, and nothing says that it got there. */
function halfMigrated(migratable: boolean): Element {
  const cib = cluster(UP, {
    options: NO_FENCING,
    resources: dummy("a", meta("a-m", ["allow-migrate", String(migratable)])),
    constraints: '<rsc_location id="l" rsc="a" node="one" score="5"/>',
  });
  return withHistory(cib, "migrate_to", 0, 'migrate_source="one" migrate_target="two"');
}

/** Where `a` is stopped by the release. */
function stopsBy(version: string, cib: Element): string[] {
  const { transition } = schedule(cib, { now: NOW, dialect: dialectOf(version) });
  const stops = transition.synapses.filter(({ action }) => action.operationKey === "a_stop_0");
  return stops.map(({ action }) => action.onNode ?? "").sort();
}

test("a migration to where nothing is known of the resource counts before 2.1.5", () => {
  const cib = halfMigrated(true);
  expect([stopsBy("2.1.4", cib), stopsBy("2.1.5", cib)]).toEqual([["one", "two"], []]);
});

test("what was half migrated, and may migrate no more, is stopped at the source alone before 2.1.5", () => {
  const known = `<lrm id="2"><lrm_resources><lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="a_last_2" operation_key="a_monitor_0"
    operation="monitor" transition-key="1:0:7:u" transition-magic="0:7;1:0:7:u" on_node="two" call-id="1" rc-code="7" op-status="0" interval="0"/>
    </lrm_resource></lrm_resources></lrm>`;
  const text = printXml(halfMigrated(false)).replace('node="one" score', 'node="two" score');
  const cib = read(text.replace(/(<node_state id="2"[^>]*)\/>/, `$1>${known}</node_state>`));
  expect([stopsBy("2.1.4", cib), stopsBy("2.1.5", cib)]).toEqual([["one"], ["one", "two"]]);
});

test("`influence` and `critical` are unknown before 2.1.0: what is active is moved by what is to be with it", () => {
  const by = (version: string, influence: string, critical: string): (string | undefined)[] => {
    const cib = cluster(UP, {
      options: NO_FENCING,
      resources: dummy("a", meta("a-m", ["resource-stickiness", "5"])) + dummy("b", critical),
      constraints: `<rsc_colocation id="k" rsc="b" with-rsc="a" score="INFINITY" ${influence}/>
        <rsc_location id="l" rsc="b" node="two" score="10"/>`,
    });
    return placedBy(version, withHistory(cib, "start", 0), ["a"]);
  };
  const uncritical = meta("b-m", ["critical", "false"]);
  expect([by("2.0.5", 'influence="false"', ""), by("2.0.5", "", uncritical)]).toEqual([["two"], ["two"]]);
  expect([by("2.1.0", 'influence="false"', ""), by("2.1.0", "", uncritical)]).toEqual([["one"], ["one"]]);
});

test("a probe that finds the agent missing has failed before 2.1.3", () => {
  const cib = withHistory(cluster(UP, { options: NO_FENCING, resources: dummy("a") }), "monitor", 2);
  const stops = (version: string): boolean => actionsBy(version, cib).includes("a_stop_0");
  expect([stops("2.1.2"), stops("2.1.3")]).toEqual([true, false]);
});

test("`allow-unhealthy-nodes` is unknown before 2.1.3", () => {
  const cib = cluster(UP, {
    options: NO_FENCING + pairOf("node-health-strategy", "migrate-on-red"),
    resources: dummy("a", meta("a-m", ["allow-unhealthy-nodes", "true"])),
  });
  const sick = withAttributes(cib, ["#health-disk", "red"]);
  expect([placedBy("2.1.2", sick, ["a"]), placedBy("2.1.3", sick, ["a"])]).toEqual([["two"], ["one"]]);
});

it("sends the digests of devices with the fencing of any node since 2.1.5", () => {
  const lost = cluster('in_ccm="false" crmd="offline" join="down" expected="member"', { resources: dummy("a") });
  const cib = read(
    printXml(lost).replace(
      'type="fence_xvm"/>',
      `type="fence_xvm">${meta("f-m", ["provides", "unfencing"])}</primitive>`,
    ),
  );
  const sent = (version: string): boolean => {
    const { model } = schedule(cib, { now: NOW, dialect: dialectOf(version) });
    return model.globalActions.get("stonith-two-reboot")?.at(-1)?.meta.has("digests_all") === true;
  };
  expect([sent("2.1.4"), sent("2.1.5")]).toEqual([false, true]);
});

test("a node that is still joining is probed before 2.1.0", () => {
  const cib = cluster('in_ccm="true" crmd="offline" join="down"', { resources: dummy("a") });
  const probed = (version: string): (string | undefined)[] =>
    schedule(cib, { now: NOW, dialect: dialectOf(version) })
      .transition.synapses.filter(({ action }) => action.operationKey === "a_monitor_0")
      .map(({ action }) => action.onNode)
      .sort();
  expect([probed("2.0.5"), probed("2.1.0")]).toEqual([["one", "two"], ["one"]]);
});

test("what is not managed is not monitored where it is stopped before 2.1.0", () => {
  const monitor = '<operations><op id="op" name="monitor" interval="20s" role="Stopped"/></operations>';
  const monitored = (version: string, managed: string): boolean => {
    const resources = dummy("a", meta("am", ["is-managed", managed]) + monitor);
    return actionsBy(version, cluster(UP, { options: NO_FENCING, resources })).includes("a_monitor_20000");
  };
  expect(["true", "false"].map((managed) => monitored("2.0.5", managed))).toEqual([true, false]);
  expect(["true", "false"].map((managed) => monitored("2.1.0", managed))).toEqual([true, true]);
});

test("rules on what a group hands down ask for the group's agent, of which it has none, before 2.1.0", () => {
  const ruled = `<meta_attributes id="gm"><rule id="gr" score="1"><rsc_expression id="ge" provider="pacemaker"/></rule>
    <nvpair id="gt" name="target-role" value="Stopped"/></meta_attributes>`;
  const cib = cluster(UP, { options: NO_FENCING, resources: `<group id="g">${ruled}${dummy("a")}</group>` });
  expect([placedBy("2.0.5", cib, ["a"]), placedBy("2.1.0", cib, ["a"])]).toEqual([["two"], [undefined]]);
});

test("a bundle's connection has a say in where its active container stays before 2.1.0", () => {
  const runs = `<lrm id="1"><lrm_resources><lrm_resource id="bu-podman-0" class="ocf" provider="heartbeat" type="podman"><lrm_rsc_op id="p_last_0"
    operation_key="bu-podman-0_start_0" operation="start" transition-key="1:1:0:u" transition-magic="0:0;1:1:0:u" on_node="one" call-id="1" rc-code="0"
    op-status="0" interval="0"/></lrm_resource></lrm_resources></lrm>`;
  const cib = cluster(UP, {
    options: NO_FENCING,
    resources: `<bundle id="bu"><podman image="x"/><network control-port="3121"/>${dummy("app")}</bundle>
      ${dummy("vm", meta("vm-m", ["remote-node", "guest"]))}`,
  });
  const text = printXml(cib).replace(/(<node_state id="1"[^>]*)\/>/, `$1>${runs}</node_state>`);
  const score = (version: string): number | undefined => {
    const { model } = schedule(read(text), { now: NOW, dialect: dialectOf(version) });
    const guest = model.nodesByName.get("guest");
    return guest && model.resourcesById.get("bu-podman-0")?.allowed.score(guest);
  };
  // The connection can be on no remote node.
  expect([score("2.0.5"), score("2.1.0")]).toEqual([-10_000, 0]);
});

test("rules compare with parameters where the resource matches a pattern alone before 2.1.0", () => {
  const params = '<instance_attributes id="ai"><nvpair id="ap" name="wanted" value="here"/></instance_attributes>';
  const by = (version: string, chosen: string): (string | undefined)[] => {
    const cib = cluster(UP, {
      options: NO_FENCING,
      resources: dummy("a", params),
      constraints: `<rsc_location id="l" ${chosen}><rule id="r" score="10"><expression id="e" attribute="place" operation="eq"
        value="wanted" value-source="param"/></rule></rsc_location>`,
    });
    return placedBy(version, withAttributes(cib, ["place", "here"]), ["a"]);
  };
  // Compared with the word "wanted" itself, the rule holds for no node.
  expect([by("2.0.5", 'rsc="a"'), by("2.0.5", 'rsc-pattern="^a$"')]).toEqual([["two"], ["one"]]);
  expect([by("2.1.0", 'rsc="a"'), by("2.1.0", 'rsc-pattern="^a$"')]).toEqual([["one"], ["one"]]);
});
