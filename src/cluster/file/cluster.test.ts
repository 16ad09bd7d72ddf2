import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { emptyCib } from "../../cib/empty.ts";
import { printXml } from "../../cib/xml/print.ts";
import { clusterContract, contractConfiguration } from "../contract.testing.ts";
import { fileCluster } from "./cluster.ts";

function directory(): string {
  return mkdtempSync(join(tmpdir(), "holdfast-file-"));
}

/** A small CIB as `bzip2` packs it. */
const PACKED =
  "QlpoOTFBWSZTWXsvqXUAAA9bgAAQUAPoJwAAv+/fgCAAiRDVNA00eRABiAJQRBPao2ppoBkeppew1c27A6BLJJnqIE41ehKCPawE/ErREEIgT0gz96HLbHt7Gkasyl0Tvw2w4/XicZJRJklLWTnEzdjHf5FSFTNWrmVcqHjtSiZMlLmeQSwv5GKjOy6SJGpL8XckU4UJB7L6l1A=";

clusterContract("file", ["commit"], async () => {
  const dir = directory();
  const path = join(dir, "cib.xml");
  writeFileSync(path, printXml(emptyCib(contractConfiguration())));
  return { cluster: fileCluster(path), dispose: async () => rmSync(dir, { recursive: true }) };
});

describe("a CIB in a file", () => {
  test("is changed where a link leads to, and the link stays", async () => {
    const dir = directory();
    const path = join(dir, "cib.xml");
    const link = join(dir, "link.xml");
    writeFileSync(path, printXml(emptyCib(contractConfiguration())));
    symlinkSync(path, link);
    const cluster = fileCluster(link);
    const { version } = await cluster.read();
    const patch = { changes: [{ operation: "delete", path: "/cib/configuration/nodes/node[@id='3']" }] } as const;
    await cluster.commit({ patch, expected: version, who: "tester", why: "test" });
    expect(readFileSync(path, "utf8")).not.toContain("three");
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    rmSync(dir, { recursive: true });
  });

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

  test("is read by the encoding it declares, and written in UTF-8", async () => {
    const dir = directory();
    const path = join(dir, "cib.xml");
    const text = printXml(emptyCib(contractConfiguration())).replace('"contract"', '"grün"');
    writeFileSync(path, Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>\n${text}`, "latin1"));
    const cluster = fileCluster(path);
    expect((await cluster.identity()).name).toBe("grün");
    const { version } = await cluster.read();
    const patch = { changes: [{ operation: "delete", path: "/cib/configuration/nodes/node[@id='3']" }] } as const;
    await cluster.commit({ patch, expected: version, who: "tester", why: "test" });
    expect(readFileSync(path, "utf8")).toContain('value="grün"');
    expect(readFileSync(path, "utf8")).not.toContain("ISO-8859-1");
    writeFileSync(path, Buffer.from(text, "latin1"));
    await expect(cluster.read()).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/cib\.xml:\d+:\d+: byte \d+, 0xFC, is not UTF-8/),
    });
    rmSync(dir, { recursive: true });
  });

  test("that is packed is read, not written; a bomb is neither", async () => {
    const dir = directory();
    const text = printXml(emptyCib(contractConfiguration()));
    for (const [name, bytes] of [
      ["cib.gz", gzipSync(text)],
      ["pe-input-0.bz2", Buffer.from(PACKED, "base64")],
    ] as const) {
      const path = join(dir, name);
      writeFileSync(path, bytes);
      const { cib, version } = await fileCluster(path).read();
      expect(cib.name).toBe("cib");
      const commit = { patch: { changes: [] }, expected: version, who: "tester", why: "test" };
      await expect(fileCluster(path).commit(commit)).rejects.toMatchObject({ code: "unsupported" });
      writeFileSync(path, bytes.subarray(0, bytes.length - 20));
      await expect(fileCluster(path).read()).rejects.toMatchObject({ code: "invalid" });
    }
    const bomb = join(dir, "bomb.gz");
    writeFileSync(bomb, gzipSync(Buffer.alloc(80 * 1024 * 1024, 0x20)));
    await expect(fileCluster(bomb).read()).rejects.toMatchObject({ code: "invalid", message: /larger than 64 MiB/ });
    rmSync(dir, { recursive: true });
  });

  test("left locked by a process that is no more can be written", async () => {
    const dir = directory();
    const path = join(dir, "cib.xml");
    writeFileSync(path, printXml(emptyCib(contractConfiguration())));
    writeFileSync(`${path}.lock`, "");
    const cluster = fileCluster(path);
    const { version } = await cluster.read();
    await cluster.commit({ patch: { changes: [] }, expected: version, who: "tester", why: "test" });
    rmSync(dir, { recursive: true });
  });
});
