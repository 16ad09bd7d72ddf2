import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emptyCib } from "../../cib/empty.ts";
import { printXml } from "../../cib/xml/print.ts";
import { clusterContract, contractConfiguration } from "../contract.testing.ts";
import { fileCluster } from "./cluster.ts";

function directory(): string {
  return mkdtempSync(join(tmpdir(), "holdfast-file-"));
}

clusterContract("file", ["commit"], async () => {
  const dir = directory();
  const path = join(dir, "cib.xml");
  writeFileSync(path, printXml(emptyCib(contractConfiguration())));
  return { cluster: fileCluster(path), dispose: async () => rmSync(dir, { recursive: true }) };
});

describe("a CIB in a file", () => {
  test("keeps its mode, and leaves nothing beside it", async () => {
    const dir = directory();
    const path = join(dir, "cib.xml");
    writeFileSync(path, printXml(emptyCib(contractConfiguration())), { mode: 0o640 });
    const cluster = fileCluster(path);
    const { version } = await cluster.read();
    const patch = { changes: [{ operation: "delete", path: "/cib/configuration/nodes/node[@id='3']" }] } as const;
    await cluster.commit({ patch, expected: version, who: "tester", why: "test" });
    expect(readdirSync(dir)).toEqual(["cib.xml"]);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readFileSync(path, "utf8")).not.toContain("three");
    rmSync(dir, { recursive: true });
  });

  test("that is malformed is one clear error with its place", async () => {
    const dir = directory();
    const path = join(dir, "cib.xml");
    writeFileSync(path, "<cib>\n  <configuration>\n</cib>");
    await expect(fileCluster(path).read()).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("cib.xml:3:"),
    });
    writeFileSync(path, "<html/>");
    await expect(fileCluster(path).read()).rejects.toMatchObject({ code: "invalid" });
    await expect(fileCluster(join(dir, "none.xml")).read()).rejects.toMatchObject({ code: "missing" });
    rmSync(dir, { recursive: true });
  });

  test("left locked by a process that is no more can be written", async () => {
    const dir = directory();
    const path = join(dir, "cib.xml");
    writeFileSync(path, printXml(emptyCib(contractConfiguration())));
    writeFileSync(`${path}.lock`, "999999999");
    const cluster = fileCluster(path);
    const { version } = await cluster.read();
    await cluster.commit({ patch: { changes: [] }, expected: version, who: "tester", why: "test" });
    rmSync(dir, { recursive: true });
  });
});
