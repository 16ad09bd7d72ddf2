/** An instance of a clone that runs nowhere, and that a page still has to name. */
import { expect, test } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { statusDocument } from "../../src/report/status/page.ts";
import { statusText } from "../../src/report/status/text.ts";
import { unpack } from "../../src/scheduler/unpack.ts";

/** The lines about clone `c`, of whose instances node one has this history. */
function linesOf(meta: string, history: string): string[] {
  const parsed = parseXml(`<cib validate-with="none" have-quorum="1"><configuration>
    <crm_config><cluster_property_set id="o"><nvpair id="s" name="stonith-enabled" value="false"/></cluster_property_set></crm_config>
    <nodes><node id="1" uname="one"/></nodes>
    <resources><clone id="c"><meta_attributes id="m">${meta}</meta_attributes>
      <primitive id="a" class="ocf" provider="pacemaker" type="Dummy"/></clone></resources><constraints/>
  </configuration><status><node_state id="1" uname="one" in_ccm="true" crmd="online" join="member" expected="member">
    <lrm id="1"><lrm_resources>${history}</lrm_resources></lrm></node_state></status></cib>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const lines = statusText(statusDocument(unpack(parsed.root, 1_700_000_000)), String).split("\n");
  return lines.filter((line) => line.startsWith("    * ")).map((line) => line.replace(/\s+/g, " ").trim());
}

const entry = (id: string, task: string, rc: number, status: number): string =>
  `<lrm_resource id="${id}" class="ocf" provider="pacemaker" type="Dummy"><lrm_rsc_op id="${id}_last_0" operation_key="${id}_${task}_0"
    operation="${task}" transition-key="1:1:${task === "monitor" ? 7 : 0}:u" transition-magic="${status}:${rc};1:1:0:u" on_node="one"
    call-id="1" rc-code="${rc}" op-status="${status}" interval="0" migrate_source="one" migrate_target="two"/></lrm_resource>`;

// As crm_mon 3.0.3 says it.
test("an instance that migrates is named though it is active nowhere", () => {
  expect(linesOf("", entry("a", "migrate_to", 193, -1))[0]).toBe("* a (ocf:pacemaker:Dummy): Migrating one");
});

test("an instance too many of a globally unique clone is named while its history is there", () => {
  const meta = '<nvpair id="g" name="globally-unique" value="true"/><nvpair id="x" name="clone-max" value="0"/>';
  expect(linesOf(meta, entry("a:0", "monitor", 7, 0))).toEqual(["* a:0 (ocf:pacemaker:Dummy): ORPHANED Stopped"]);
});
