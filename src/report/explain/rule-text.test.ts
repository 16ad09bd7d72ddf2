import { expect, it } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { explain } from "./read.ts";
import { explanationLines } from "./text.ts";

/** A Wednesday, 10:30 in the morning. */
const NOW = Date.UTC(2024, 0, 3, 10, 30) / 1000;

function answerWith(rule: string): string {
  const constraint = `<rsc_location id="l" rsc="a"><rule id="r" score="-INFINITY" ${rule}</rule></rsc_location>`;
  return /\(rule r(.*)\) keeps it/.exec(answerAbout("", constraint))?.[1] ?? "";
}

function answerAbout(inside: string, constraint: string): string {
  const parsed = parseXml(
    `<cib validate-with="pacemaker-3.9" have-quorum="1" epoch="1" num_updates="0" admin_epoch="0"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="o-s" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
    <nodes><node id="1" uname="n1"><instance_attributes id="i"><nvpair id="i-site" name="site" value="east"/></instance_attributes></node></nodes>
    <resources><primitive id="a" class="ocf" provider="pacemaker" type="Dummy">${inside}</primitive></resources>
    <constraints>${constraint}</constraints></configuration>
    <status><node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"/></status></cib>`,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const answer = explain(parsed.root, "a", { now: NOW });
  if (!answer.ok) throw new Error(answer.missing);
  return explanationLines(answer.explanation).join("\n");
}

const date = (operation: string, rest: string, inner = ""): string =>
  `><date_expression id="d" operation="${operation}" ${rest}>${inner}</date_expression>`;

it.each([
  ['><expression id="e" attribute="site" operation="eq" value="east"/>', ": site is east"],
  ['><expression id="e" attribute="site" operation="ne" value="west"/>', ": site is east and not west"],
  ['><expression id="e" attribute="disk" operation="not_defined"/>', ": disk is not defined"],
  [
    'boolean-op="or"><expression id="e1" attribute="disk" operation="lt" value="3"/><expression id="e2" attribute="site" operation="defined"/>',
    ": site is east",
  ],
  [
    date("in_range", 'start="2024-01-01" end="2024-01-05"'),
    ": it is between 2024-01-01 and 2024-01-05, until 2024-01-05 00:00:01Z",
  ],
  [date("gt", 'start="2024-01-01"'), ": it is after 2024-01-01"],
  [
    date("date_spec", "", '<date_spec id="s" hours="9-16" weekdays="1-5"/>'),
    ": hours=9-16 weekdays=1-5, until 2024-01-03 17:00:00Z",
  ],
  [date("date_spec", "", '<date_spec id="s" weekdays="1-5"/>'), ": weekdays=1-5, until 2024-01-06 00:00:00Z"],
  [date("date_spec", "", '<date_spec id="s" months="1"/>'), ": months=1, until 2024-02-01 00:00:00Z"],
])("says which condition of a rule holds, with the value of now and until when: %s", (rule, words) => {
  expect(answerWith(rule)).toBe(words);
});

it("names the rule by which a resource is disabled, and until when", () => {
  const rule =
    '<rule id="night"><date_expression id="d" operation="date_spec"><date_spec id="s" hours="8-11"/></date_expression></rule>';
  const meta = `<meta_attributes id="m">${rule}<nvpair id="m-t" name="target-role" value="Stopped"/></meta_attributes>`;
  expect(answerAbout(meta, "")).toContain(
    "a is disabled (target-role=Stopped, by rule night: hours=8-11, until 2024-01-03 12:00:00Z)",
  );
});
