/** A rolling restart of a tag, from the command line. */
import { expect, test } from "vitest";
import { withConfigurationSection } from "../../src/cib/sections.ts";
import { type Element, element, withChildren } from "../../src/cib/xml/tree.ts";
import { type Spoken, testContext } from "../../src/cli/context.testing.ts";
import { runProgram } from "../../src/cli/program.ts";
import { theatre } from "./theatre.ts";

const TAG = element(
  "tag",
  { id: "services" },
  ["c", "vip2"].map((id) => element("obj_ref", { id })),
);
const tagged = (cib: Element): Element =>
  withConfigurationSection(cib, "tags", (tags) => withChildren(tags, [...tags.children, TAG]));

async function says(...words: readonly string[]): Promise<Spoken> {
  const stage = theatre();
  stage.edit(tagged);
  const spoken: Spoken = { out: "", err: "" };
  const openCluster = async () => ({ ...stage.cluster, close: async () => undefined });
  await runProgram(testContext(spoken, { openCluster }), ["resource", "restart", ...words]);
  return spoken;
}

test("a tag is restarted resource by resource", { timeout: 60_000 }, async () => {
  const { out } = await says("services", "--rolling", "--dry-run");
  const [first, second] = out.split("Nothing was changed.");
  expect(first).toContain("restart c, one replica at a time");
  expect(second).toContain("restart vip2");
});

test("--only-outdated is for a rolling restart of what has replicas", { timeout: 60_000 }, async () => {
  expect((await says("c", "--only-outdated")).err).toContain("--only-outdated is for a rolling restart");
  expect((await says("vip2", "--rolling", "--only-outdated", "--dry-run")).err).toContain("vip2 has no replicas");
});
