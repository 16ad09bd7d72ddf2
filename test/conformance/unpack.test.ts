/** What unpacking promises of its indexes, on every CIB there is. */
import { expect, test } from "vitest";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { unpack } from "../../src/scheduler/unpack.ts";
import { LONG } from "../long.ts";
import { needs } from "../needs.ts";
import { goldenClusters, whyNoCases, whyNoGolden } from "../shared.ts";
import { caseFile, cases } from "./cases.ts";

function expectIndexed(name: string, text: string): void {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(`${name}: ${parsed.problem.message}`);
  const s = unpack(parsed.root, 1_700_000_000);
  expect(
    s.nodesByIndex.map((node) => node.index),
    name,
  ).toEqual(s.nodesByIndex.map((_, i) => i));
  const indexes = [...s.resourcesById.values()].map((rsc) => rsc.index);
  expect(new Set(indexes).size, name).toBe(indexes.length);
  expect(Math.max(-1, ...indexes), name).toBe(indexes.length - 1);
}

test("each node and resource of Pacemaker's cases is where its index says", LONG, (context) => {
  needs(context, whyNoCases());
  for (const { name } of cases()) expectIndexed(name, caseFile(name, "xml") ?? "");
});

test("each node and resource of real clusters is where its index says", (context) => {
  needs(context, whyNoGolden());
  for (const { name, text } of goldenClusters()) expectIndexed(name, text);
});
