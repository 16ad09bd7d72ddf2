import { describe, expect, it } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { type Schedule, schedule } from "../schedule.ts";
import { printDot } from "./dot.ts";
import { printTransition } from "./xml.ts";

/** One node up; what else is in the configuration is up to the test. */
function run(resources: string, constraints = ""): Schedule {
  const parsed = parseXml(`<cib validate-with="pacemaker-4.0" have-quorum="true"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="f" name="fencing-enabled" value="false"/></cluster_property_set></crm_config>
    <nodes><node id="1" uname="one"/></nodes><resources>${resources}</resources><constraints>${constraints}</constraints></configuration>
    <status><node_state id="1" uname="one" in_ccm="true" crmd="online" join="member" expected="member"/></status></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return schedule(parsed.root, { now: 1_700_000_000 });
}

const ip = `<primitive id="ip" class="ocf" provider="heartbeat" type="IPaddr2"><instance_attributes id="ip-a">
  <nvpair id="ip-a-1" name="1st" value="x"/><nvpair id="ip-a-2" name="ip" value="192.0.2.1"/></instance_attributes></primitive>`;
const web = `<clone id="web-clone"><primitive id="web" class="systemd" type="httpd"/></clone>`;
const order = `<rsc_order id="o1" first="ip" then="web-clone"/>`;

describe("a transition", () => {
  it("is written as Pacemaker writes graphs", () => {
    const [opening, ...rest] = printTransition(run(ip).transition).split("\n");
    expect(opening).toBe(
      `<transition_graph cluster-delay="60s" fencing-timeout="60s" failed-stop-offset="INFINITY" failed-start-offset="INFINITY" batch-limit="0" transition_id="1">`,
    );
    expect(rest.join("\n").replace(/ crm_feature_set="[^"]*"/g, "")).toBe(`  <synapse id="0">
    <action_set>
      <rsc_op id="2" operation="start" operation_key="ip_start_0" on_node="one" on_node_uuid="1">
        <primitive id="ip" class="ocf" provider="heartbeat" type="IPaddr2"/>
        <attributes CRM_meta_on_node="one" CRM_meta_on_node_uuid="1" CRM_meta_timeout="20000" ip="192.0.2.1">
          <param name="1st" value="x"/>
        </attributes>
      </rsc_op>
    </action_set>
    <inputs>
      <trigger>
        <rsc_op id="1" operation="monitor" operation_key="ip_monitor_0" on_node="one" on_node_uuid="1"/>
      </trigger>
    </inputs>
  </synapse>
  <synapse id="1">
    <action_set>
      <rsc_op id="1" operation="monitor" operation_key="ip_monitor_0" on_node="one" on_node_uuid="1">
        <primitive id="ip" class="ocf" provider="heartbeat" type="IPaddr2"/>
        <attributes CRM_meta_on_node="one" CRM_meta_on_node_uuid="1" CRM_meta_op_target_rc="7" CRM_meta_timeout="20000" ip="192.0.2.1">
          <param name="1st" value="x"/>
        </attributes>
      </rsc_op>
    </action_set>
    <inputs/>
  </synapse>
</transition_graph>
`);
  });

  it("names an instance as its node knows it and tells it about its clone", () => {
    const { transition } = run(ip + web, order);
    const start = transition.synapses.find(({ action }) => action.operationKey === "web:0_start_0")?.action;
    expect(start?.resource).toEqual({ id: "web", longId: "web:0", class: "systemd", type: "httpd" });
    expect(start?.attributes.get("CRM_meta_clone_max")).toBe("1");
    expect(start?.attributes.get("CRM_meta_globally_unique")).toBe("false");
  });

  it("lists inputs by id, each once", () => {
    const { transition } = run(ip + web, order);
    for (const { inputs } of transition.synapses) {
      const ids = inputs.map((input) => input.id);
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    }
    const cloneStart = transition.synapses.find(({ action }) => action.operationKey === "web-clone_start_0");
    expect(cloneStart?.inputs.map((input) => input.operationKey)).toEqual(["web:0_monitor_0", "ip_start_0"]);
  });

  it("is drawn with what cannot be done in red", () => {
    const ban = `<rsc_location id="l" rsc="ip" node="one" score="-INFINITY"/>`;
    const lines = printDot(run(ip + web, order + ban).model).split("\n");
    expect(lines[0]).toBe(' digraph "g" {');
    expect(lines).toContain('"ip_monitor_0 one" [ style=bold color="green" fontcolor="black"]');
    expect(lines).toContain('"web:0_start_0 one" [ style=dashed color="red" fontcolor="black"]');
    expect(lines).toContain('"web-clone_start_0" -> "web:0_start_0 one" [ style = dashed]');
  });
});
