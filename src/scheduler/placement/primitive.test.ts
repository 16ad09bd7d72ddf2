/** Where a resource goes that another's place speaks against. */
import { describe, expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { schedule } from "../schedule.ts";

/** Keys of the actions that start `b` on the only node, where a promoted instance of `c` runs. */
function startsOf(score: string): string[] {
  const parsed = parseXml(`<cib validate-with="pacemaker-3.9" have-quorum="1" dc-uuid="1"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="o-s" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
    <nodes><node id="1" uname="n1"/></nodes>
    <resources>
      <clone id="c"><meta_attributes id="m"><nvpair id="m-p" name="promotable" value="true"/></meta_attributes>
        <primitive id="p" class="ocf" provider="pacemaker" type="Stateful"/></clone>
      <primitive id="b" class="ocf" provider="pacemaker" type="Dummy"/>
    </resources>
    <constraints><rsc_colocation id="a" rsc="b" with-rsc="c" with-rsc-role="Promoted" score="${score}"/></constraints>
  </configuration><status>
    <node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member">
      <transient_attributes id="1"><instance_attributes id="t"><nvpair id="t-m" name="master-p" value="10"/></instance_attributes></transient_attributes>
      <lrm id="1"><lrm_resources><lrm_resource id="p" type="Stateful" class="ocf" provider="pacemaker">
        <lrm_rsc_op id="p_last_0" operation_key="p_promote_0" operation="promote" crm_feature_set="3.19.0" transition-key="1:1:0:u" transition-magic="0:0;1:1:0:u" call-id="5" rc-code="0" op-status="0" interval="0"/>
      </lrm_resource></lrm_resources></lrm>
    </node_state></status></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const { synapses } = schedule(parsed.root, { now: 1_700_000_000 }).transition;
  return synapses.map(({ action }) => action.operationKey).filter((key) => key === "b_start_0");
}

describe("a colocation with a promoted instance", () => {
  test("that only advises against its node does not keep the dependent from running", () => {
    expect(startsOf("-100")).toEqual(["b_start_0"]);
  });

  test("that forbids its node does", () => {
    expect(startsOf("-INFINITY")).toEqual([]);
  });
});
