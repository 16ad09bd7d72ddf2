/**
 * What a cluster holds, said as a manifest, is what it holds: laid over the cluster it came from, the manifest changes
 * nothing; all of real clusters, and resource by resource.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { LONG } from "../../../test/long.ts";
import { needs } from "../../../test/needs.ts";
import { CASES, goldenClusters, whyNoCases, whyNoGolden } from "../../../test/shared.ts";
import { isSecretName } from "../../cib/secret-text.ts";
import { printXml } from "../../cib/xml/print.ts";
import { child, type Element, elements, idOf, walk } from "../../cib/xml/tree.ts";
import { importManifest } from "./import.ts";
import { applied, configuration, parsed } from "./round-trip.testing.ts";

const files = (): readonly string[] =>
  whyNoCases() === undefined ? readdirSync(join(CASES, "xml")).map((name) => join(CASES, "xml", name)) : [];

describe("the manifest of a whole cluster changes nothing in it", () => {
  test("of real clusters", LONG, (context) => {
    needs(context, whyNoGolden());
    for (const { name, text } of goldenClusters()) {
      const cib = parsed(text);
      expect(configuration(applied(cib, importManifest(cib))), name).toBe(configuration(cib));
    }
  });

  const every = process.env.HOLDFAST_IMPORT_ALL === "1" ? 1 : 12;
  test("of Pacemaker's cases", LONG, (context) => {
    needs(context, whyNoCases());
    for (const file of files().filter((_, i) => i % every === 0)) {
      const cib = parsed(readFileSync(file, "utf8"));
      expect(configuration(applied(cib, importManifest(cib))), file).toBe(configuration(cib));
    }
  });
});

describe("the manifest of one resource changes nothing in the cluster", () => {
  test("any of real clusters", LONG, (context) => {
    needs(context, whyNoGolden());
    for (const { name, text } of goldenClusters()) {
      const cib = parsed(text);
      const resources = walk(cib).filter(({ name: kind }) => ["primitive", "group", "clone", "bundle"].includes(kind));
      for (const only of resources.filter((_, i) => i % 7 === 0).map(idOf)) {
        const manifest = importManifest(cib, { only: [only] });
        const after = applied(cib, manifest);
        expect(resourceLines(after), `${name} ${only}`).toEqual(resourceLines(cib));
      }
    }
  });
});

function resourceLines(cib: Element): string[] {
  const sections = ["resources", "constraints", "fencing-topology"];
  const inside = child(cib, "configuration");
  return sections.flatMap((name) => (inside === undefined ? [] : elements(inside, name).map((e) => printXml(e))));
}

const CIB = `<cib><configuration><crm_config/><nodes/><resources>
  <group id="g">
    <primitive id="ip" class="ocf" provider="heartbeat" type="IPaddr2"><instance_attributes id="ip-ia"><nvpair id="ip-ip" name="ip" value="10.0.0.1"/></instance_attributes></primitive>
    <primitive id="web" class="systemd" type="httpd"><meta_attributes id="m"><nvpair id="m-t" name="target-role" value="Stopped"/></meta_attributes></primitive>
  </group>
  <primitive id="pdu" class="stonith" type="fence_apc"><instance_attributes id="pdu-ia"><nvpair id="pdu-p" name="passwd" value="sesame"/></instance_attributes></primitive>
</resources><constraints>
  <rsc_location id="cli-ban-g-on-a" rsc="g" node="a" score="-INFINITY"/>
  <rsc_location id="odd" rsc="ip"><lifetime><rule id="r" score="1"><date_expression id="d" operation="lt" end="2020-01-01"/></rule></lifetime></rsc_location>
</constraints></configuration></cib>`;

describe("an import names the tool that makes a resource:", () => {
  const of = (primitive: string): string =>
    importManifest(parsed(`<cib><configuration><resources>${primitive}</resources></configuration></cib>`));

  it.each([
    ["db2cm", '<primitive id="db2_a_eth0" class="ocf" provider="heartbeat" type="db2ethmon"/>'],
    ["rdqmadm", '<primitive id="qm1" class="ocf" provider="ibm" type="rdqm"/>'],
    ["OpenShift", '<primitive id="etcd" class="ocf" provider="heartbeat" type="podman-etcd"/>'],
    ["Juju", '<primitive id="res_keystone_1e39e82_vip" class="ocf" provider="heartbeat" type="IPaddr2"/>'],
    ["SAPHanaSR", '<primitive id="c" class="ocf" provider="suse" type="SAPHanaController"/>'],
  ])("%s", (tool, primitive) => {
    expect(of(primitive)).toMatch(new RegExp(`# .*${tool}`));
    expect(
      of(
        primitive
          .replace(/id="[^"]*"/, 'id="web"')
          .replace(/provider="[^"]*" type="[^"]*"/, 'provider="heartbeat" type="IPaddr2"'),
      ),
    ).not.toContain("#");
  });
});

describe("an import", () => {
  const cib = parsed(CIB);
  const all = importManifest(cib);

  it("says no secret, and where its value goes", () => {
    expect(isSecretName("passwd")).toBe(true);
    expect(all).not.toContain("sesame");
    expect(all).toContain("passwd: {secret: pdu-passwd}");
    expect(all).toContain("pdu-passwd: {file: /etc/holdfast/secrets/pdu-passwd}");
  });

  it("leaves to operators what they switched, and says so", () => {
    expect(all).not.toContain("target-role:");
    expect(all).toContain("# web is disabled (target-role=Stopped) now: operators switch that, so it is not said here");
    expect(all).toContain("# - the constraint cli-ban-g-on-a: left by crm_resource or pcs (move, ban)");
  });

  it("says one set of a node's attributes, and which it leaves alone", () => {
    const set = (id: string, inside: string): string =>
      `<instance_attributes id="${id}">${inside}</instance_attributes>`;
    const rule = '<rule id="r" score="1"><expression id="r-e" attribute="#kind" operation="eq" value="remote"/></rule>';
    const pair = (id: string): string => `<nvpair id="${id}" name="${id}" value="x"/>`;
    const sets = [
      set("nodes-1", pair("rack")),
      set("empty", ""),
      set("more", pair("row")),
      set("night", rule + pair("dc")),
    ];
    const nodes = `<node id="1" uname="a">${sets.join("")}</node>`;
    const said = importManifest(parsed(`<cib><configuration><nodes>${nodes}</nodes></configuration></cib>`));
    expect(said).toContain("  a: {attributes: {rack: x}}\n");
    expect(said.match(/^# - the attribute set \S+ of a:/gm)).toEqual(
      ["more", "night"].map((id) => `# - the attribute set ${id} of a:`),
    );
  });

  it("keeps what it has no words for as it is", () => {
    expect(all).toContain('raw:\n  constraints: |\n    <rsc_location id="odd"');
  });

  it("leaves Holdfast's own record of the last change alone: the next commit changes it", () => {
    const record = '<acl_role id="holdfast-change" description="0.6 by alice: add web"/>';
    const role = '<acl_role id="watch"><acl_permission id="w-1" kind="read" xpath="/cib"/></acl_role>';
    const acls = (inside: string): string =>
      importManifest(parsed(`<cib><configuration><resources/><acls>${inside}</acls></configuration></cib>`));
    expect(acls(record)).not.toMatch(/acls|holdfast-change|alice/);
    expect(acls(record + role)).toBe(acls(role));
    expect(acls(role)).toContain("watch");
  });

  it("of a member of a group leaves the group alone", () => {
    expect(importManifest(cib, { only: ["web"] })).toBe(
      "nodes: []\n\nresources:\n  # web is disabled (target-role=Stopped) now: operators switch that, so it is not said here\n  web: {agent: systemd:httpd, operations: {monitor: null}}\n",
    );
  });
});
