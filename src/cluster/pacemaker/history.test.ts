import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { elements, get } from "../../cib/xml/tree.ts";
import { pastConfigurations } from "./history.ts";
import { Hosts } from "./hosts.ts";
import { localRunner } from "./runner.ts";

let directory: string;
const hosts = new Hosts([localRunner()]);
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-history-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A file as the CIB daemon leaves it. */
function keep(name: string, epoch: number, at: number, resources: string, updates = 0, record = ""): void {
  const path = join(directory, name);
  writeFileSync(
    path,
    `<cib admin_epoch="0" epoch="${epoch}" num_updates="${updates}" update-user="root" update-client="cibadmin" update-origin="n1">\n  <configuration>\n    <resources>${resources}</resources>\n    ${record}\n  </configuration>\n</cib>\n`,
  );
  utimesSync(path, at, at);
}

/** As a commit of ours leaves it. */
const RECORD = '<acls><acl_role id="holdfast-change" description="0.6 by me: b is wanted"/></acls>';
const A = '<primitive id="a"/>';

test("lists each configuration that a node has kept, newest first, with its author and changes", async () => {
  keep("cib-9.raw", 4, 1000, "");
  keep("cib-10.raw", 5, 2000, A);
  keep("cib-11.raw", 5, 2500, A, 3);
  keep("cib.xml", 6, 3000, `${A}<primitive id="b"/>`, 0, RECORD);
  writeFileSync(join(directory, "cib-9.raw.sig"), "0123");
  writeFileSync(join(directory, "cib-12.raw"), "<cib admin_ep");
  expect(await pastConfigurations(hosts, directory).history()).toEqual([
    { version: "0.6", at: 3_000_000, who: "me", why: "b is wanted" },
    { version: "0.5", at: 2_500_000, who: "root with cibadmin on n1", why: "adds a" },
    { version: "0.4", at: 1_000_000, who: "root with cibadmin on n1", why: "the oldest that is kept" },
  ]);
});

test("gives out a past configuration, and says when it is not kept", async () => {
  keep("cib-1.raw", 5, 2000, A);
  keep("cib.xml", 6, 3000, "");
  const past = pastConfigurations(hosts, directory);
  const [resources] = elements(await past.at("0.5"), "resources");
  expect(resources === undefined ? [] : elements(resources).map((e) => get(e, "id"))).toEqual(["a"]);
  await expect(past.at("0.3")).rejects.toMatchObject({ code: "missing" });
  await expect(pastConfigurations(hosts, join(directory, "nowhere")).history()).rejects.toMatchObject({
    code: "missing",
  });
});

test("reads the files again only for a version that it has not seen", async () => {
  keep("cib-1.raw", 5, 2000, A);
  keep("cib.xml", 6, 3000, "");
  const past = pastConfigurations(hosts, directory);
  expect((await past.history()).map(({ version }) => version)).toEqual(["0.6", "0.5"]);
  rmSync(join(directory, "cib-1.raw"));
  expect(elements(await past.at("0.5"), "resources")).toHaveLength(1);
  keep("cib.xml", 7, 4000, A);
  expect(elements(await past.at("0.7"), "resources")).toHaveLength(1);
  await expect(past.at("0.5")).rejects.toMatchObject({ code: "missing" });
});
