/** A plan warns of what a change brings, and of nothing that was there before or is silenced. */
import { describe, expect, it } from "vitest";
import { emptyCib } from "../../cib/empty.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { readDesired } from "../desired.ts";
import { findingsBrought } from "./findings-brought.ts";

const BASE =
  "nodes: [a, b, c]\nresources:\n  old: {agent: ocf:heartbeat:apache, operations: {monitor: {interval: 10s, on-fail: ignore}}}\n";

async function brought(text: string, before: Element): Promise<string[]> {
  const desired = await readDesired({ path: "x.yaml", text }, async () => "", true);
  return findingsBrought(before, desired.cib(before), { text, locate: desired.locate }).map(
    ({ code, where }) => `${code} ${where?.line}`,
  );
}

describe("the findings of a change", () => {
  const careless = "  new: {agent: ocf:heartbeat:apache, operations: {monitor: {interval: 10s, on-fail: ignore}}}\n";

  it("are those that were not there", async () => {
    const before = (await readDesired({ path: "x.yaml", text: BASE }, async () => "", true)).cib(emptyCib());
    expect(await brought(BASE, before)).toEqual([]);
    expect(await brought(`${BASE}${careless}`, before)).toEqual(["R07 4"]);
  });

  it("are silenced by a line with a reason", async () => {
    const before = (await readDesired({ path: "x.yaml", text: BASE }, async () => "", true)).cib(emptyCib());
    const silenced = `${BASE}${careless}# holdfast: ignore R07:new it is watched by someone else\n`;
    expect(await brought(silenced, before)).toEqual([]);
  });
});
