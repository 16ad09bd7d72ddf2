/** Clusters that TripleO made, said in the words of the catalogue: what a person would have written, and nothing is lost. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { LONG } from "../../../../test/long.ts";
import { needs } from "../../../../test/needs.ts";
import { CASES, goldenCluster, goldenClusters, whyNoCases, whyNoGolden } from "../../../../test/shared.ts";
import { emptyCib } from "../../../cib/empty.ts";
import { descend, type Element, elements, idOf } from "../../../cib/xml/tree.ts";
import { importManifest } from "../import.ts";
import { applied, configuration, parsed } from "../round-trip.testing.ts";
import { whyTemporary } from "../source/left-alone.ts";

const ids = (cib: Element, section: string): readonly string[] =>
  elements(descend(cib, "configuration", section) ?? cib)
    .filter((e) => e.name !== "configuration" && e.name !== "status" && whyTemporary(e) === undefined)
    .map(idOf)
    .sort();

describe("what an import says makes of nothing all that is there", () => {
  const check = (name: string, text: string): void => {
    const cib = parsed(text);
    const made = applied(emptyCib(), importManifest(cib), cib);
    for (const section of ["resources", "constraints", "fencing-topology"])
      expect(ids(made, section), `${name} ${section}`).toEqual(ids(cib, section));
  };

  test("of real clusters", LONG, (context) => {
    needs(context, whyNoGolden());
    for (const { name, text } of goldenClusters()) check(name, text);
  });

  test("of Pacemaker's cases", LONG, (context) => {
    needs(context, whyNoCases());
    const files = readdirSync(join(CASES, "xml")).filter((_, i) => i % 12 === 5);
    for (const file of files) check(file, readFileSync(join(CASES, "xml", file), "utf8"));
  });
});

/** The sections of a manifest, each with its lines. */
function sectionsOf(manifest: string): ReadonlyMap<string, string> {
  const parts = manifest.split(/^(?=[a-z-]+:)/m).filter((part) => /^[a-z-]+:/.test(part));
  return new Map(parts.map((part) => [part.slice(0, part.indexOf(":")), part.replace(/^#.*\n/gm, "").trim()]));
}

describe("TripleO's services are said by their names, with what differs:", () => {
  const of = (name: string) => sectionsOf(importManifest(parsed(goldenCluster(name).text)));

  it("Train, three controllers", (context) => {
    needs(context, whyNoGolden());
    const said = of("train-controllers");
    expect(said.get("profile")).toBe("profile: tripleo-train");
    expect(said.get("cluster")).toBe("cluster: {name: tripleo_cluster, domain: internalapi.redhat.local}");
    expect(said.get("nodes")).toBe("nodes: [controller-0, controller-1, controller-2]");
    expect(said.get("containers")).toBe("containers: {prefix: rhosp16-openstack-}");
    expect(said.get("services")).toMatch(
      /^ {2}galera:\n {2}rabbitmq:\n {4}parameters:\n.*\n {2}redis:\n {2}ovn-dbs:\n/m,
    );
    expect(said.get("fencing")).toContain(
      '    controller-0: {mac: "52:54:00:98:56:79", parameters: {ipport: 6232}}\n    controller-1: {mac: 52:54:00:af:e3:0e, parameters: {ipport: 6231}}',
    );
    for (const gone of ["resources", "constraints", "fencing-levels", "properties"])
      expect(said.has(gone), gone).toBe(false);
  });

  it("Train, roles on machines of their own, TLS, instance HA", (context) => {
    needs(context, whyNoGolden());
    const said = of("train-composable");
    expect(said.get("profile")).toBe("profile: tripleo-train-instance-ha");
    expect(said.get("roles")).toBe(
      "roles: {Controller: [redis, haproxy, ovn-dbs, cinder-volume], Database: [galera], Messaging: [rabbitmq]}",
    );
    expect(said.get("tls")).toBe("tls: {internal: true, public: true}");
    expect(said.get("virtual-ips")?.split("\n").at(-1)).toBe("  - {address: 172.17.1.57, with: ovn-dbs}");
    // A device that is used together with that of Nova has no word of its own.
    expect(said.get("fencing")).toContain("    compute-1: []\n    compute-0: []");
    expect(said.get("resources")).toContain("  stonith-fence_ipmilan-525400642894:");
  });

  it("Queens, with docker", (context) => {
    needs(context, whyNoGolden());
    const said = of("queens");
    expect(said.get("profile")).toBe("profile: tripleo-queens-instance-ha");
    expect(said.get("services")).toContain("  galera: {mounts: {mysql-log: null}, parameters: {log: null}}\n");
    expect(said.get("virtual-ips")).toContain("  - {address: 10.0.0.110, meta: {resource-stickiness: null}}");
  });
});

describe("what the words of the catalogue cannot say is said in the CIB's own,", () => {
  const train = (): string => goldenCluster("train-controllers").text;
  const edits: readonly (readonly [what: string, edit: (text: string) => string])[] = [
    [
      "a rule in the agent's parameters",
      (text) =>
        text.replace(
          /(<primitive [^>]*id="galera"[^>]*>)/,
          '$1<instance_attributes id="night"><rule id="night-rule" score="INFINITY"><date_expression id="night-d" operation="date_spec"><date_spec id="night-s" hours="1"/></date_expression></rule><nvpair id="night-n" name="log" value="/tmp/x"/></instance_attributes>',
        ),
    ],
    [
      "utilization",
      (text) =>
        text.replace(
          /(<primitive [^>]*id="galera"[^>]*>)/,
          '$1<utilization id="u"><nvpair id="u-1" name="cpu" value="2"/></utilization>',
        ),
    ],
    [
      "an attribute of an operation",
      (text) => text.replace(/(<op id="galera-promote[^>]*)(\/>)/, '$1 record-pending="true"$2'),
    ],
    ["ports", (text) => text.replace('control-port="3123"', 'control-port="3123" add-host="false"')],
    [
      "a location that is another",
      (text) => text.replace(/(<rule id="location-galera-bundle-rule" score=")0/, "$1" + "5"),
    ],
  ];

  it.each(edits)("%s, and changes nothing", (_, edit) => {
    if (whyNoGolden() !== undefined) return;
    const text = edit(train());
    expect(text).not.toBe(train());
    const cib = parsed(text);
    const manifest = importManifest(cib);
    expect(sectionsOf(manifest).get("resources")).toContain("  galera-bundle:");
    expect(sectionsOf(manifest).get("services")).not.toContain("galera");
    expect(sectionsOf(manifest).get("services")).toContain("  redis:");
    expect(configuration(applied(cib, manifest))).toBe(configuration(cib));
  });

  it("the CIB of no TripleO has no word of it", () => {
    const cib = `<cib><configuration><crm_config/><nodes><node id="1" uname="a"/></nodes><resources>
      <primitive id="ip-10.0.0.1" class="ocf" provider="heartbeat" type="IPaddr2"><instance_attributes id="i"><nvpair id="i-1" name="ip" value="10.0.0.1"/></instance_attributes></primitive>
      <bundle id="galera-bundle"><podman image="db:1"/></bundle></resources><constraints/>
      <rsc_defaults><meta_attributes id="r"><nvpair id="r-1" name="resource-stickiness" value="INFINITY"/></meta_attributes></rsc_defaults></configuration></cib>`;
    const said = sectionsOf(importManifest(parsed(cib)));
    expect([...said.keys()]).toEqual(["nodes", "resource-defaults", "resources"]);
  });
});
