/** A secret gets its new value in every place that has the old one, in one change, and neither value is shown. */
import { afterEach, expect, test } from "vitest";
import { applyPrepared } from "../../src/change/apply.ts";
import { prepareRotation } from "../../src/change/rotate.ts";
import { secretsOfCluster } from "../../src/change/show/secrets.ts";
import type { InFile } from "./verb-cluster.ts";
import { inFile, SMALL } from "./verb-cluster.ts";

const pair = (id: string, name: string, value: string): string =>
  `<nvpair id="${id}" name="${name}" value="${value}"/>`;
const OLD = "oLd-CANARY";
const NEW = "nEw-CANARY";
const parameters = (id: string, pairs: string): string =>
  `<instance_attributes id="${id}">${pairs}</instance_attributes>`;
const WITH = SMALL.replace(
  "<resources>",
  `<resources><primitive id="bmc" class="stonith" type="fence_ipmilan">${parameters("bmc-i", pair("bmc-p", "password", OLD) + pair("bmc-u", "username", "admin"))}</primitive>`,
).replace(
  'id="cp" class="ocf" provider="pacemaker" type="Dummy">',
  `id="cp" class="ocf" provider="pacemaker" type="Dummy">${parameters("cp-i", pair("cp-p", "db_password", OLD) + pair("cp-q", "options", "--token=x9y8z7"))}`,
);

const files: InFile[] = [];
afterEach(() => {
  for (const file of files.splice(0)) file.dispose();
});
const file = (): InFile => {
  const made = inFile(WITH);
  files.push(made);
  return made;
};

test("everywhere at once, and the plan shows neither value", async () => {
  const { cluster, text } = file();
  const prepared = await prepareRotation(cluster, "bmc-password", `${NEW}\n`);
  expect(prepared.unchecked).toEqual(["bmc"]);
  expect(JSON.stringify(prepared.plan)).not.toMatch(/CANARY/);
  await applyPrepared(cluster, prepared, { who: "tester", why: "rotate bmc-password" });
  expect(text()).not.toContain(OLD);
  expect(text().split(`value="${NEW}"`)).toHaveLength(3);
  const again = await prepareRotation(cluster, "bmc-password", NEW);
  expect(again.patch.changes).toEqual([]);
  expect(JSON.stringify(await secretsOfCluster(cluster, 0))).not.toContain("CANARY");
});

test.each([
  ["bmc-pasword", NEW, { code: "missing", hint: 'did you mean "bmc-password"?' }],
  ["bmc-password", "\n", { code: "invalid", message: "the new value is empty" }],
  ["bmc-password", "a\nb", { code: "invalid", message: "the new value has several lines" }],
  ["cp-options", NEW, { code: "unsupported" }],
])("%s with %j changes nothing", async (name, value, error) => {
  const { cluster, text } = file();
  const before = text();
  await expect(prepareRotation(cluster, name, value)).rejects.toMatchObject(error);
  expect(text()).toBe(before);
});
