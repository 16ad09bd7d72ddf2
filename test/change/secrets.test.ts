/** `secrets` names every secret of a manifest and of the CIB that it means, each place once, and shows the value of none. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { secretsOfCluster, secretsOfFile } from "../../src/change/show/secrets.ts";
import { emptyCib } from "../../src/cib/empty.ts";
import { printXml } from "../../src/cib/xml/print.ts";
import { compile } from "../../src/manifest/compile/compile.ts";
import { readManifest } from "../../src/manifest/manifest.ts";
import { merge } from "../../src/manifest/merge/merge.ts";
import { secretLines } from "../../src/report/secrets/text.ts";
import { inFile } from "./verb-cluster.ts";

const FOLDER = new URL("../../examples/", import.meta.url);
const EXAMPLES = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".yaml"));
const canary = (name: string): string => `cAnArY-${name}-9f`;

test.each(EXAMPLES)("%s: all of its secrets, as manifest and as CIB, and no value", (path) => {
  const text = readFileSync(new URL(path, FOLDER), "utf8");
  const read = readManifest(text, path);
  if (!read.ok) throw new Error(path);
  const compiled = compile(read.manifest, { secret: canary });
  if (!compiled.ok) throw new Error(path);
  const xml = printXml(merge(emptyCib(), compiled.compiled));
  const ofManifest = secretsOfFile({ path, text });
  const ofCib = secretsOfFile({ path: "cib.xml", text: xml });
  const used = read.manifest.secrets.filter(({ name }) => xml.includes(canary(name)));
  for (const { name } of used) {
    const entry = ofManifest.secrets.find((s) => s.name === name);
    expect(entry?.uses.length).toBe(xml.split(canary(name)).length - 1);
    expect(entry?.keptIn).toBeDefined();
  }
  // The CIB does not know what a manifest calls them; the places are the same.
  const places = ({ secrets }: typeof ofCib): string[] =>
    secrets.map(({ uses }) => uses.map((u) => `${u.in} ${u.resource} ${u.name} ${u.rotation.code}`).join()).sort();
  expect(places(ofCib)).toEqual(places(ofManifest));
  for (const shown of [ofManifest, ofCib]) {
    const said = JSON.stringify(shown) + secretLines(shown, String).join();
    expect(said).not.toContain("cAnArY");
    expect(said).not.toMatch(/[\uE0F0-\uE0FF]/);
  }
});

const SECRETS = `<cib epoch="1"><configuration><resources>
<primitive id="bmc" class="stonith" type="fence_ipmilan"><instance_attributes id="a"><nvpair id="a1" name="password" value="CANARY-1"/><nvpair id="a2" name="identity_file" value="/etc/bmc/key"/></instance_attributes></primitive>
<bundle id="haproxy-bundle"><podman image="u:CANARY-2@reg.example/x" replicas="3" options="--db-password=CANARY-3"/><storage>
<storage-mapping id="m1" source-dir="/etc/pki/tls/private/overcloud.pem" target-dir="/x.pem"/>
<storage-mapping id="m2" source-dir="/etc/pki/tls/certs/haproxy" target-dir="/certs"/>
<storage-mapping id="m3" source-dir="/etc/pki/ca-trust/extracted" target-dir="/etc/pki/ca-trust/extracted"/>
<storage-mapping id="m4" source-dir="/var/log" target-dir="/var/log"/></storage></bundle>
<clone id="db"><primitive id="db1" class="ocf" provider="heartbeat" type="mysql"><instance_attributes id="b"><nvpair id="b1" name="test_passwd" value="CANARY-4"/><nvpair id="b2" name="url" value="amqp://nova:CANARY-5@10.0.0.1/"/><nvpair id="b3" name="opt-holdfast-secret" value=""/><nvpair id="x-holdfast-secret" name="word" value="CANARY-1"/></instance_attributes></primitive></clone>
</resources></configuration><status/></cib>`;

test("each place says how it is rotated; the same value in two places is one secret", async () => {
  const { cluster, dispose } = inFile(SECRETS);
  try {
    const document = await secretsOfCluster(cluster, 0);
    expect(JSON.stringify(document)).not.toContain("CANARY");
    expect(document.read).toBeNull();
    expect(
      document.secrets.map(({ name, kind, uses }) => [name, kind, ...uses.map((u) => `${u.in} ${u.rotation.code}`)]),
    ).toEqual([
      ["bmc-password", "secret", "parameter fence-parameter", "parameter rolling-restart"],
      ["/etc/bmc/key", "secret", "file fence-parameter"],
      ["haproxy-bundle-image", "secret", "text rolling-restart"],
      ["haproxy-bundle-options", "secret", "text rolling-restart"],
      ["/etc/pki/tls/private/overcloud.pem", "certificate", "mount reload-service"],
      ["/etc/pki/tls/certs/haproxy", "certificate", "mount reload-service"],
      ["db1-test_passwd", "secret", "parameter rolling-restart"],
      ["db1-url", "secret", "text rolling-restart"],
    ]);
    expect(secretLines(document, String).filter((line) => line.startsWith("bmc"))).toEqual(["bmc-password (secret)"]);
  } finally {
    dispose();
  }
});
