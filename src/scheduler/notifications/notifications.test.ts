import { describe, expect, it } from "vitest";
import { digestAttributes } from "../../cib/digest.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import type { ActionHeader, Synapse } from "../graph/transition.ts";
import { schedule } from "../schedule.ts";

const NOW = 1_700_000_000;

/** A notifying clone on two nodes, of whose instances one runs on node1; `options` and node2's state vary. */
function synapses(options: string, node2: string, history2 = ""): Synapse[] {
  const state = (n: number, attributes: string, entries: string): string =>
    `<node_state id="${n}" uname="node${n}" ${attributes}><lrm id="${n}"><lrm_resources>${entries}</lrm_resources></lrm></node_state>`;
  const result = parseXml(`<cib validate-with="pacemaker-4.0" have-quorum="true"><configuration>
    <crm_config><cluster_property_set id="o">${options}</cluster_property_set></crm_config>
    <nodes><node id="1" uname="node1"/><node id="2" uname="node2"/></nodes>
    <resources><clone id="c"><meta_attributes id="m"><nvpair id="n" name="notify" value="true"/></meta_attributes>
      <primitive id="a" class="ocf" provider="p" type="t"/></clone></resources><constraints/></configuration>
    <status>${state(1, ONLINE, history(1, "start", 0))}${state(2, node2, history2)}</status></cib>`);
  if (!result.ok) throw new Error(result.problem.message);
  return [...schedule(result.root, { now: NOW }).transition.synapses];
}

const ONLINE = `in_ccm="true" crmd="online" join="member" expected="member"`;
const LOST = `in_ccm="false" crmd="offline" join="down" expected="member"`;
const NO_FENCING = `<nvpair id="f" name="fencing-enabled" value="false"/>`;

/** The agent has no parameters, then as now. */
const UNCHANGED = digestAttributes(new Map());

function history(node: number, task: string, rc: number): string {
  return `<lrm_resource id="a" class="ocf" provider="p" type="t"><lrm_rsc_op id="h${node}" operation_key="a_${task}_0" operation="${task}"
    interval="0" call-id="3" rc-code="${rc}" op-status="0" op-digest="${UNCHANGED}" transition-key="1:1:${task === "monitor" ? 7 : 0}:u"/></lrm_resource>`;
}

/** Keys name the instance here, also where its history is kept without a number. */
function keyOf(header: ActionHeader): string {
  return `${header.internalOperationKey ?? header.operationKey}${header.onNode === undefined ? "" : ` ${header.onNode}`}`;
}

function byKey(list: readonly Synapse[], key: string): Synapse | undefined {
  return list.find((s) => keyOf(s.action) === key);
}

function inputs(synapse: Synapse | undefined): string[] {
  return (synapse?.inputs ?? []).map(keyOf).sort();
}

describe("notifications of a start", () => {
  const list = synapses(NO_FENCING, ONLINE, history(2, "monitor", 7));

  it("notify those that run before, and all after", () => {
    const notified = list.filter((s) => s.action.operation === "notify" && s.action.kind === "rsc_op");
    expect(notified.map((s) => keyOf(s.action)).sort()).toEqual([
      "a:0_post_notify_start_0 node1",
      "a:0_pre_notify_start_0 node1",
      "a:1_post_notify_start_0 node2",
    ]);
  });

  it("stand in a chain around it", () => {
    expect(inputs(byKey(list, "c_confirmed-pre_notify_start_0"))).toEqual([
      "a:0_pre_notify_start_0 node1",
      "c_pre_notify_start_0",
    ]);
    expect(inputs(byKey(list, "c_start_0"))).toContain("c_confirmed-pre_notify_start_0");
    expect(inputs(byKey(list, "c_post_notify_running_0"))).toEqual(["c_confirmed-pre_notify_start_0", "c_running_0"]);
    expect(byKey(list, "c_post_notify_running_0")?.priority).toBe(1_000_000);
  });

  it("carry who is where, and one blank for no one", () => {
    const attributes = byKey(list, "a:0_pre_notify_start_0 node1")?.action.attributes;
    expect(attributes?.get("CRM_meta_notify_active_resource")).toBe("a:0");
    expect(attributes?.get("CRM_meta_notify_active_uname")).toBe("node1");
    expect(attributes?.get("CRM_meta_notify_start_resource")).toBe("a:1");
    expect(attributes?.get("CRM_meta_notify_stop_resource")).toBe(" ");
    expect(attributes?.get("CRM_meta_notify_available_uname")).toBe("node1 node2");
    // The action itself learns it too.
    expect(byKey(list, "a:1_start_0 node2")?.action.attributes.get("CRM_meta_notify_start_uname")).toBe("node2");
  });
});

describe("notifications of a stop that fencing implies", () => {
  it("reach those left once the node is fenced, and no instance on it", () => {
    const list = synapses(`<nvpair id="w" name="have-watchdog" value="true"/>`, LOST, history(2, "start", 0));
    const notified = list
      .filter((s) => s.action.operation === "notify" && s.action.onNode !== undefined)
      .map((s) => keyOf(s.action));
    expect(notified.sort()).toEqual(["a:0_post_notify_stop_0 node1", "a:0_pre_notify_stop_0 node1"]);
    expect(inputs(byKey(list, "a:1_post_notify_stonith_0"))).toEqual(["stonith-node2-reboot node2"]);
  });
});
