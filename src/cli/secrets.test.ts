/** No secret is shown: of a manifest, literal or by reference, new, in force or rotated out. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openCluster } from "../cluster/open.ts";
import { type Spoken, testContext } from "./context.testing.ts";
import { runProgram } from "./program.ts";

const CIB = `<cib validate-with="pacemaker-3.9" epoch="4" num_updates="0" admin_epoch="0" have-quorum="1">
  <configuration><crm_config/><nodes><node id="1" uname="one"/></nodes><resources/><constraints/></configuration><status/>
</cib>
`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-secrets-"));
  writeFileSync(join(directory, "cib.xml"), CIB);
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Everything that is said. */
async function said(env: Readonly<Record<string, string>>, ...argv: readonly string[]): Promise<string> {
  const spoken: Spoken = { out: "", err: "" };
  const context = testContext(spoken, { openCluster, env, readFile: async (path) => readFileSync(path, "utf8") });
  await runProgram(context, [...argv, "-c", `file:${join(directory, "cib.xml")}`]);
  return `${spoken.out}${spoken.err}`;
}

function manifest(parameters: string, secrets = ""): string {
  const path = join(directory, "cluster.yaml");
  writeFileSync(
    path,
    `cluster: x\nnodes: [one]\nfencing: none\nservices:\n  app: {agent: "ocf:acme:app", parameters: {${parameters}}}\n${secrets}`,
  );
  return path;
}

test("a secret that is rotated is shown neither as it was nor as it will be", async () => {
  const file = manifest("dsn: {secret: s}", "secrets: {s: {env: ROT}}\n");
  await said({ ROT: "canary-old" }, "apply", file, "--yes");
  expect(readFileSync(join(directory, "cib.xml"), "utf8")).toContain("canary-old");
  for (const argv of [["plan"], ["plan", "--verbose"], ["plan", "-o", "json"], ["apply", "--yes"]]) {
    const text = await said({ ROT: "canary-new" }, ...argv, file);
    expect(text).toContain("(secret)");
    expect(text).not.toContain("canary");
  }
});

test.each([
  "pass: canary-1",
  "pwd: canary-1",
  "passphrase: canary-1",
  "api_key: canary-1",
  "community: canary-1",
  "credentials: canary-1",
  "auth_key: canary-1",
  "psk: canary-1",
  'url: "amqp://nova:canary-1@10.0.0.1/"',
  'options: "--net=host --password=canary-1"',
  'options: "-e DB_PASSWORD=canary-1"',
])("a secret written as it is stays hidden: %s", async (parameter) => {
  const file = manifest(parameter);
  for (const argv of [
    ["plan", file],
    ["plan", "-o", "json", file],
    ["apply", "--yes", file],
    ["status", "app"],
    ["status"],
  ])
    expect(await said({}, ...argv)).not.toContain("canary");
  const gone = manifest("other: x");
  for (const argv of [
    ["plan", gone],
    ["plan", "-o", "json", gone],
  ]) {
    const text = await said({}, ...argv);
    expect(text).toContain(parameter.split(":")[0]);
    expect(text).not.toContain("canary");
  }
});

test("a secret whose parameter is removed stays hidden, from a manifest that knows it no more", async () => {
  await said({ ROT: "canary-old" }, "apply", manifest("dsn: {secret: s}", "secrets: {s: {env: ROT}}\n"), "--yes");
  const gone = manifest("other: x");
  for (const argv of [["plan"], ["plan", "-o", "json"], ["apply", "--yes"]]) {
    const text = await said({}, ...argv, gone);
    expect(text).toContain("dsn");
    expect(text).not.toContain("canary");
  }
});
