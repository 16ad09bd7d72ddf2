/** What is exported as pcs commands is the change itself: pcs carries them out on a copy, and the outcome is the plan's. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exportChange } from "../../src/change/export.ts";
import { OWN_RECORDS } from "../../src/change/plan/plan.ts";
import { prepareChange } from "../../src/change/prepare.ts";
import { diffConfiguration } from "../../src/cib/patch/diff.ts";
import { applyPatch } from "../../src/cib/patch/patch.ts";
import { patchFromXml } from "../../src/cib/patch/patch-xml.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { child, type Element, idOf } from "../../src/cib/xml/tree.ts";
import { fileCluster } from "../../src/cluster/file/cluster.ts";
import { normalForm } from "../../src/manifest/compile/normal-form.testing.ts";
import { needs } from "../needs.ts";

const NO_SECRETS = async (): Promise<undefined> => undefined;
const whyNoPcs = (): string | undefined =>
  spawnSync("pcs", ["--version"]).status === 0 ? undefined : "pcs is not installed";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-export-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const dummy = (id: string, inside = ""): string =>
  `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy">${inside}</primitive>`;
const parameters = (id: string, ...pairs: readonly string[]): string =>
  `<instance_attributes id="${id}-instance_attributes">${pairs
    .map((p) => {
      const [name = "", value = ""] = p.split("=");
      return `<nvpair id="${id}-instance_attributes-${name}" name="${name}" value="${value}"/>`;
    })
    .join("")}</instance_attributes>`;
const monitor = (id: string, interval: string): string =>
  `<operations><op id="${id}-monitor-interval-${interval}" name="monitor" interval="${interval}" timeout="20s"/></operations>`;

function cib(resources: string, constraints = "", properties = "", node = ""): string {
  return `<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" admin_epoch="0" epoch="5" num_updates="0"><configuration>
    <crm_config><cluster_property_set id="cib-bootstrap-options">
    <nvpair id="cib-bootstrap-options-stonith-enabled" name="stonith-enabled" value="false"/>${properties}</cluster_property_set></crm_config>
    <nodes><node id="1" uname="one">${node}</node><node id="2" uname="two"/></nodes>
    <resources>${resources}</resources><constraints>${constraints}</constraints></configuration><status/></cib>`;
}

const BEFORE = cib(
  dummy("a", parameters("a", "fake=1", "op_sleep=2") + monitor("a", "10s")) + dummy("b") + dummy("c"),
  '<rsc_location id="l" rsc="b" node="one" score="5"/><rsc_order id="o" first="a" then="b" first-action="start" then-action="start"/>',
);

const CHANGES: Readonly<Record<string, string>> = {
  "parameters, an operation, a property and a node's attribute change": cib(
    dummy("a", parameters("a", "fake=it's new", "state=/x") + monitor("a", "30s")) + dummy("b") + dummy("c"),
    '<rsc_location id="l" rsc="b" node="one" score="5"/><rsc_order id="o" first="a" then="b" first-action="start" then-action="start"/>',
    '<nvpair id="cib-bootstrap-options-batch-limit" name="batch-limit" value="3"/>',
    '<instance_attributes id="nodes-1"><nvpair id="nodes-1-rack" name="rack" value="r1"/></instance_attributes>',
  ),
  "a resource goes with its constraints, others come": cib(
    dummy("a", parameters("a", "fake=1", "op_sleep=2") + monitor("a", "10s")) +
      dummy("c") +
      `<group id="g">${dummy("g1", monitor("g1", "10s"))}${dummy("g2", monitor("g2", "10s"))}</group>` +
      `<clone id="d-clone">${dummy("d", monitor("d", "20s"))}<meta_attributes id="d-clone-meta_attributes"><nvpair id="d-clone-meta_attributes-interleave" name="interleave" value="true"/></meta_attributes></clone>`,
    '<rsc_colocation id="k" rsc="g" with-rsc="a" score="INFINITY"/><rsc_order id="o" first="a" then="g" first-action="start" then-action="start" kind="Optional"/><rsc_location id="m" rsc="c" node="two" score="-INFINITY"/>',
  ),
  "a bundle comes": cib(
    dummy("a", parameters("a", "fake=1", "op_sleep=2") + monitor("a", "10s")) +
      dummy("b") +
      dummy("c") +
      '<bundle id="w"><podman image="x:1" replicas="2"/><network control-port="3121"/><storage><storage-mapping id="w-storage-map" source-dir="/a" target-dir="/b" options="rw"/></storage></bundle>',
    '<rsc_location id="l" rsc="b" node="one" score="5"/><rsc_order id="o" first="a" then="b" first-action="start" then-action="start"/>',
  ),
};

const EXTRAS = (resources: string, constraints: string, others: string): string =>
  cib(dummy("a", monitor("a", "10s")) + dummy("b") + dummy("c") + resources, constraints).replace(
    "</configuration>",
    `${others}</configuration>`,
  );
const FENCE = `<primitive id="f" class="stonith" type="fence_x">${monitor("f", "60s")}</primitive>`;

/** What is changed into what. */
const OTHERS: Readonly<Record<string, readonly [before: string, after: string]>> = {
  "sets, a tag, a level, a role and a user come": [
    EXTRAS(FENCE, "", ""),
    EXTRAS(
      FENCE,
      '<rsc_colocation id="s" score="5"><resource_set id="s_set" sequential="false"><resource_ref id="b"/><resource_ref id="c"/></resource_set><resource_set id="s_set-1" role="Started"><resource_ref id="a"/></resource_set></rsc_colocation><rsc_order id="t" kind="Optional"><resource_set id="t_set"><resource_ref id="a"/><resource_ref id="b"/></resource_set></rsc_order>',
      '<fencing-topology><fencing-level id="fl-one-1" index="1" target="one" devices="f"/></fencing-topology><acls><acl_role id="r" description="who looks"><acl_permission id="r-read" kind="read" xpath="/cib"/><acl_permission id="r-write" kind="write" reference="b"/><acl_permission id="r-read-1" kind="read" xpath="//nodes"/></acl_role><acl_target id="alice"><role id="r"/></acl_target></acls><tags><tag id="n"><obj_ref id="a"/><obj_ref id="c"/></tag></tags>',
    ),
  ],
  "what a tag, a level and a user name changes": [
    EXTRAS(
      FENCE + FENCE.replaceAll('"f', '"g'),
      "",
      '<fencing-topology><fencing-level id="fl-one-1" index="1" target="one" devices="f"/><fencing-level id="fl-two-1" index="1" target="two" devices="f"/></fencing-topology><acls><acl_role id="r"/><acl_role id="q"/><acl_role id="p"/><acl_target id="alice"><role id="r"/><role id="q"/></acl_target><acl_group id="night"><role id="p"/></acl_group></acls><tags><tag id="n"><obj_ref id="a"/><obj_ref id="c"/></tag><tag id="o"><obj_ref id="b"/></tag></tags>',
    ),
    EXTRAS(
      FENCE + FENCE.replaceAll('"f', '"g'),
      "",
      '<fencing-topology><fencing-level id="fl-two-1" index="1" target="two" devices="f,g"/></fencing-topology><acls><acl_role id="r"/><acl_role id="q"/><acl_target id="alice"><role id="q"/></acl_target></acls><tags><tag id="n"><obj_ref id="c"/><obj_ref id="b"/></tag></tags>',
    ),
  ],
};

async function exported(before: string, after: string, as: "pcs" | "xml", showSecrets = false): Promise<string> {
  const path = join(directory, "before.xml");
  writeFileSync(path, before);
  return exportChange(fileCluster(path), { file: file(after), secrets: NO_SECRETS, as, showSecrets });
}

const file = (text: string) => ({ path: text.startsWith("<") ? "after.xml" : "after.yaml", text });

async function planned(before: string, after: string): Promise<Element> {
  const path = join(directory, "planned.xml");
  writeFileSync(path, before);
  return (await prepareChange(fileCluster(path), { file: file(after), secrets: NO_SECRETS })).cib;
}

function parsed(text: string): Element {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.root;
}

/** Without Holdfast's records, and without sections that are empty. */
function comparable(root: Element): string[] {
  const configuration = child(root, "configuration");
  const bare = (e: Element): Element => ({
    ...e,
    children: e.children
      .flatMap((c) => (c.kind === "element" && !OWN_RECORDS.has(idOf(c)) ? [bare(c)] : []))
      .filter((c) => c.attributes.size + c.children.length > 0),
  });
  return configuration === undefined ? [] : normalForm(bare(configuration));
}

function carriedOut(before: string, script: string): Element {
  const path = join(directory, "copy.xml");
  writeFileSync(path, before);
  const work = `set -e\npcs() { command pcs -f '${path}' "$@"; }\n${script}`;
  execFileSync("sh", ["-c", work], { stdio: "pipe" });
  return parsed(readFileSync(path, "utf8"));
}

for (const [what, after] of Object.entries(CHANGES))
  test(`pcs makes of it what the plan said: ${what}`, { timeout: 600_000 }, async (context) => {
    needs(context, whyNoPcs());
    const script = await exported(BEFORE, after, "pcs");
    expect(comparable(carriedOut(BEFORE, script))).toEqual(comparable(await planned(BEFORE, after)));
  });

for (const [what, [before, after]] of Object.entries(OTHERS))
  test(`pcs makes of it what the plan said: ${what}`, { timeout: 600_000 }, async (context) => {
    needs(context, whyNoPcs());
    const script = await exported(before, after, "pcs");
    expect(comparable(carriedOut(before, script))).toEqual(comparable(await planned(before, after)));
  });

test("the patch makes of the configuration what the plan said, and names the one it is for", async () => {
  for (const after of Object.values(CHANGES)) {
    const read = patchFromXml(parsed(await exported(BEFORE, after, "xml")));
    if (!read.ok) throw new Error(read.problem.message);
    expect(read.patch.source).toEqual({ adminEpoch: 0, epoch: 5, numUpdates: 0 });
    const applied = applyPatch(parsed(BEFORE), { changes: read.patch.changes });
    if (!applied.ok) throw new Error(applied.problem.message);
    expect(diffConfiguration(applied.cib, await planned(BEFORE, after)).changes).toEqual([]);
  }
});

test("a change that pcs has no words for is refused whole, by name", async () => {
  const set =
    '<rsc_colocation id="s" score="5"><resource_set id="s1"><resource_ref id="b"/><resource_ref id="c"/></resource_set></rsc_colocation>';
  const after = BEFORE.replace("</constraints>", `${set}</constraints>`);
  await expect(exported(BEFORE, after, "pcs")).rejects.toMatchObject({
    code: "unsupported",
    message: "pcs has no words for the change of s",
  });
  expect(await exported(BEFORE, after, "xml")).toContain('<resource_ref id="b"/>');
});

test("secrets are printed only where they are asked for", async () => {
  const device = `<primitive id="f" class="stonith" type="fence_x">${parameters("f", "passwd=canary")}${monitor("f", "60s")}</primitive>`;
  const after = BEFORE.replace("</resources>", `${device}</resources>`);
  for (const as of ["pcs", "xml"] as const) {
    await expect(exported(BEFORE, after, as)).rejects.toMatchObject({ code: "unsafe" });
    expect(await exported(BEFORE, after, as, true)).toContain("canary");
  }
});
