/** Small clusters on which releases of Pacemaker decide differently, and what each decides. */
import { parseXml } from "../../cib/xml/parse.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { schedule } from "../schedule.ts";
import { dialectOf } from "./dialect.ts";

export const NOW = 1_700_000_000;

export function read(text: string): Element {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

/** Two nodes, of which the second is described by `state`. */
export function cluster(state: string, { options = "", resources = "", constraints = "" } = {}): Element {
  return read(`<cib validate-with="none" have-quorum="1"><configuration>
    <crm_config><cluster_property_set id="o">${options}</cluster_property_set></crm_config>
    <nodes><node id="1" uname="one"/><node id="2" uname="two"/></nodes>
    <resources><primitive id="fence" class="stonith" type="fence_xvm"/>${resources}</resources><constraints>${constraints}</constraints>
  </configuration><status>
    <node_state id="1" uname="one" in_ccm="true" crmd="online" join="member" expected="member"/>
    <node_state id="2" uname="two" ${state}/>
  </status></cib>`);
}

export function actionsBy(version: string, cib: Element): string[] {
  const { transition } = schedule(cib, { now: NOW, dialect: dialectOf(version) });
  return transition.synapses.map(({ action }) => action.operationKey);
}

/** `a` runs on node one; its history and the feature set are the question's. */
export function pair(constraints: string, { feature = "3.16.1", dc = "", attributes = "" } = {}): Element {
  const active = `<lrm_resource id="a" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="a_last_0" operation_key="a_start_0"
    operation="start" transition-key="1:1:0:u" transition-magic="0:0;1:1:0:u" on_node="one" call-id="1" rc-code="0" op-status="0" interval="0"/>
    </lrm_resource>`;
  const up = 'in_ccm="true" crmd="online" join="member" expected="member"';
  return read(`<cib validate-with="none" have-quorum="1" crm_feature_set="${feature}"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="s" name="stonith-enabled" value="false"/>${dc}</cluster_property_set></crm_config>
    <nodes><node id="1" uname="one"/><node id="2" uname="two"/></nodes>
    <resources><primitive id="a" class="ocf" provider="pacemaker" type="Dummy"><meta_attributes id="m"><nvpair id="t"
      name="migration-threshold" value="3"/></meta_attributes></primitive>
      <primitive id="b" class="ocf" provider="pacemaker" type="Dummy"/></resources>
    <constraints>${constraints}</constraints>
  </configuration><status>
    <node_state id="1" uname="one" ${up}><transient_attributes id="1"><instance_attributes id="i">${attributes}</instance_attributes>
      </transient_attributes><lrm id="1"><lrm_resources>${active}</lrm_resources></lrm></node_state>
    <node_state id="2" uname="two" ${up}/>
  </status></cib>`);
}

/** Without digests in its history it is restarted, wherever it goes. */
export const leavesBy = (version: string, cib: Element): boolean =>
  schedule(cib, { now: NOW, dialect: dialectOf(version) }).transition.synapses.some(
    ({ action }) => action.operationKey === "a_start_0" && action.onNode === "two",
  );

export const UP = 'in_ccm="true" crmd="online" join="member" expected="member"';
export const NO_FENCING = '<nvpair id="sf" name="stonith-enabled" value="false"/>';
export const dummy = (id: string, more = ""): string =>
  `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">${more}</primitive>`;

/** Where each of `ids` is placed by the release. */
export function placedBy(version: string, cib: Element, ids: readonly string[]): (string | undefined)[] {
  const { model } = schedule(cib, { now: NOW, dialect: dialectOf(version) });
  return ids.map((id) => model.resourcesById.get(id)?.assigned?.name);
}
