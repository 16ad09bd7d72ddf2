/**
 * The catalogue against the fullest public CIB of TripleO Train: composable roles and TLS everywhere. Left out is what
 * the catalogue does not have: remote computes, instance HA and its fencing. docs/tripleo/README.md#golden-cibs
 */
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { needs } from "../../../test/needs.ts";
import { goldenCluster, whyNoGolden } from "../../../test/shared.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { descend, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import { readManifest } from "../manifest.ts";
import { type Compiled, compile } from "./compile.ts";
import { normalForm } from "./normal-form.testing.ts";

function compiled(): Compiled {
  const read = readManifest(readFileSync(new URL("./testdata/train-composable.yaml", import.meta.url), "utf8"));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const result = compile(read.manifest, { secret: () => undefined });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.compiled;
}

function section(name: string): Element[] {
  const parsed = parseXml(goldenCluster("train-composable").text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return elements(descend(parsed.root, "configuration", name) as Element);
}

describe("against golden/train-composable.xml", () => {
  beforeEach((context) => needs(context, whyNoGolden()));

  const made = compiled();

  it("has the same bundles and virtual IPs, in the same order", () => {
    const expected = section("resources").filter((e) => e.name === "bundle" || idOf(e).startsWith("ip-"));
    expect(made.resources.map(idOf)).toEqual(expected.map(idOf));
    expect(made.resources.flatMap(normalForm)).toEqual(expected.flatMap(normalForm));
  });

  it("has the same constraints about them", () => {
    const about = new Set(made.resources.map(idOf));
    const expected = section("constraints").filter(
      (e) => !idOf(e).startsWith("cli-") && ["rsc", "first"].some((name) => about.has(get(e, name) ?? "")),
    );
    const lines = (list: readonly Element[]): string[] => list.map((e) => normalForm(e).join("\n")).sort();
    expect(lines(made.constraints)).toEqual(lines(expected));
  });

  it("gives the nodes the same roles", () => {
    const roles = (node: Element): string[] =>
      elements(node)
        .flatMap((set) => elements(set).map((pair) => get(pair, "name") ?? ""))
        .filter((name) => name.endsWith("-role"));
    const expected = section("nodes").filter((e) => get(e, "type") !== "remote");
    expect(made.nodes.map((n) => [n.name, String(n.id), [...n.attributes.keys()]])).toEqual(
      expected.map((e) => [get(e, "uname"), idOf(e), roles(e)]),
    );
  });
});

it("compiles", () => {
  expect(compiled().resources.length).toBe(13);
});
