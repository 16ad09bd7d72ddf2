import { describe, expect, it } from "vitest";
import { allResources, readConfiguration, unconditionalValue } from "./configuration.ts";
import { resourcesOf } from "./configuration-constraints.ts";
import { parseXml } from "./parse.ts";
import { readStatus } from "./status.ts";
import type { Element } from "./tree.ts";

function read(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}

const CIB = read(`<cib><configuration>
  <crm_config><cluster_property_set id="o" score="5"><nvpair id="o1" name="a" value="1"/></cluster_property_set><cluster_property_set id="cib-bootstrap-options"/></crm_config>
  <nodes><node id="1" uname="n1"><instance_attributes id="na"><nvpair id="na1" name="site" value="east"/></instance_attributes></node><node id="r" uname="r" type="remote"/></nodes>
  <resources>
    <template id="T" class="ocf" provider="heartbeat" type="IPaddr2"/>
    <primitive id="A" template="T"><operations><op id="Am" name="monitor" interval="10s"/></operations></primitive>
    <group id="G"><primitive id="B" class="systemd" type="httpd"><meta_attributes id="Bm"><rule id="r1"/><nvpair id="Bm1" name="priority" value="9"/></meta_attributes><meta_attributes id-ref="Sm"/></primitive></group>
    <clone id="C"><meta_attributes id="Cm"><nvpair id="Cm1" name="promotable" value="true"/></meta_attributes><primitive id="S" class="ocf" provider="pacemaker" type="Stateful"><meta_attributes id="Sm"><nvpair id="Sm1" name="priority" value="2"/></meta_attributes></primitive></clone>
    <bundle id="D"><podman image="i"/><network><port-mapping id="p" port="80"/></network><storage><storage-mapping id="s" target-dir="/x"/></storage></bundle>
  </resources>
  <constraints>
    <rsc_location id="l" rsc="A" node="n1" score="INFINITY"/>
    <rsc_colocation id="c" rsc="A" rsc-role="Started" with-rsc="C" with-rsc-role="Promoted" score="-5"/>
    <rsc_order id="f" first="A" then="G" kind="Serialize"/>
    <rsc_order id="f0" score="0"><resource_set id="s1" sequential="false"><resource_ref id="A"/><resource_ref id="G"/></resource_set><resource_set id-ref="s1"/></rsc_order>
    <rsc_ticket id="t" ticket="T1" rsc="G" loss-policy="stop"/>
  </constraints>
  <tags><tag id="mine"><obj_ref id="A"/><obj_ref id="G"/></tag></tags>
  <fencing-topology><fencing-level id="fl" index="2" target-attribute="rack" target-value="1" devices="x, y"/></fencing-topology>
</configuration><status>
  <node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member">
    <transient_attributes id="1"><instance_attributes id="s-1"><nvpair id="s-1-x" name="x" value="1"/></instance_attributes></transient_attributes>
    <lrm id="1"><lrm_resources><lrm_resource id="A" class="ocf" provider="heartbeat" type="IPaddr2">
      <lrm_rsc_op id="A_last_failure_0" operation_key="A_monitor_10000" operation="monitor" call-id="4" rc-code="7" op-status="0" interval="10000" last-rc-change="170" exit-reason="gone" transition-magic="0:7;3:2:0:c0a34b18-a8ea-4299-84f3-6747c105f26e"/>
    </lrm_resource></lrm_resources></lrm>
  </node_state>
  <tickets><ticket_state id="T1" granted="true" last-granted="12"/></tickets>
</status></cib>`);

describe("readConfiguration", () => {
  const configuration = readConfiguration(CIB);
  const byId = new Map([...allResources(configuration)].map((r) => [r.id, r]));

  it("reads properties, nodes, tags and fencing levels", () => {
    expect(configuration.properties.map((block) => block.id)).toEqual(["cib-bootstrap-options", "o"]);
    expect(unconditionalValue(configuration.properties, "a")).toBe("1");
    expect(configuration.nodes.map((n) => [n.name, n.kind, unconditionalValue(n.attributes, "site")])).toEqual([
      ["n1", "cluster", "east"],
      ["r", "remote", undefined],
    ]);
    expect([...configuration.tags]).toEqual([["mine", ["A", "G"]]]);
    expect(configuration.fencingLevels[0]).toMatchObject({
      index: 2,
      devices: ["x", "y"],
      target: { kind: "attribute", name: "rack", value: "1" },
    });
  });

  it("reads resources, parents before what is inside them", () => {
    expect([...byId.keys()]).toEqual(["T", "A", "G", "B", "C", "S", "D"]);
    expect(byId.get("A")).toMatchObject({
      kind: "primitive",
      standard: "ocf",
      type: "IPaddr2",
      template: "T",
      operations: [{ name: "monitor", interval: "10s" }],
    });
    expect(byId.get("C")).toMatchObject({ kind: "clone", promotable: true, instance: { id: "S" } });
    expect(byId.get("D")).toMatchObject({
      kind: "bundle",
      technology: "podman",
      portMappings: [{ name: "port-mapping" }],
      storageMappings: [{}],
    });
    // The unconditional value, from the block it shares with S.
    expect(unconditionalValue(byId.get("B")?.meta ?? [], "priority")).toBe("2");
  });

  it("reads constraints", () => {
    expect(configuration.constraints.map((c) => [c.id, c.kind, resourcesOf(c)])).toEqual([
      ["l", "location", ["A"]],
      ["c", "colocation", ["A", "C"]],
      ["f", "order", ["A", "G"]],
      ["f0", "order", ["A", "G"]],
      ["t", "ticket", ["G"]],
    ]);
    expect(configuration.constraints[1]).toMatchObject({ score: -5, with: { id: "C", role: "Promoted" } });
    expect(configuration.constraints[2]).toMatchObject({ strength: "Serialize", symmetrical: false });
    expect(configuration.constraints[3]).toMatchObject({
      strength: "Optional",
      symmetrical: true,
      sets: [{ id: "s1", sequential: false }, { id: "s1" }],
    });
  });
});

describe("readStatus", () => {
  it("reads nodes, their attributes and history, and tickets", () => {
    const { nodes, tickets } = readStatus(CIB);
    expect(nodes[0]).toMatchObject({ name: "n1", inCcm: "true", join: "member", isRemote: false });
    expect([...(nodes[0]?.attributes ?? [])]).toEqual([["x", "1"]]);
    expect(nodes[0]?.history[0]?.entries[0]).toMatchObject({
      key: "A_monitor_10000",
      callId: 4,
      rc: 7,
      opStatus: 0,
      intervalMs: 10_000,
      lastChange: 170,
      exitReason: "gone",
      magic: { opRc: 7, key: { actionId: 3 } },
    });
    expect(tickets).toMatchObject([{ id: "T1", granted: true, standby: false, lastGranted: 12 }]);
  });

  it("reads a CIB without any", () => {
    expect(readStatus(read("<cib/>"))).toEqual({ nodes: [], tickets: [] });
  });
});
