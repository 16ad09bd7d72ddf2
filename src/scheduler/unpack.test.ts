import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { parseXml } from "../cib/xml/parse.ts";
import { unpack } from "./unpack.ts";

/** CIBs that live beside the repository; where they are missing there is nothing to read. */
const FOLDERS = ["conformance/xml/", "golden/"].map((folder) =>
  fileURLToPath(new URL(`../../../shared/${folder}`, import.meta.url)),
);

it("unpacks every CIB at hand, and knows where each node and resource is by its index", () => {
  for (const folder of FOLDERS.filter(existsSync)) {
    for (const name of readdirSync(folder)) {
      const parsed = parseXml(readFileSync(folder + name, "utf8"));
      if (!parsed.ok) throw new Error(`${name}: ${parsed.problem.message}`);
      const s = unpack(parsed.root, 1_700_000_000);
      expect(s.nodesByIndex.map((node) => node.index)).toEqual(s.nodesByIndex.map((_, i) => i));
      const indexes = [...s.resourcesById.values()].map((rsc) => rsc.index);
      expect(new Set(indexes).size).toBe(indexes.length);
      expect(Math.max(-1, ...indexes)).toBe(indexes.length - 1);
    }
  }
});
