/** What is disowned stays when the manifest no longer has it, and nothing else changes. */
import { expect, test } from "vitest";
import { emptyCib } from "../../cib/empty.ts";
import { child, type Element, replaceChild } from "../../cib/xml/tree.ts";
import { compile } from "../compile/compile.ts";
import { normalForm } from "../compile/normal-form.testing.ts";
import { readManifest } from "../manifest.ts";
import { disown, ownedWith } from "./disown.ts";
import { merge } from "./merge.ts";
import { ownedIds } from "./ownership.ts";

const FILE = `nodes: [a1, a2, a3]
services: [galera, haproxy]
virtual-ips: [10.0.0.1]
resource-defaults: {resource-stickiness: 5}
fencing: {agent: fence_xvm}
`;

function apply(cib: Element, text: string): Element {
  const read = readManifest(text);
  const compiled = read.ok ? compile(read.manifest, { secret: () => undefined }) : read;
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return merge(cib, compiled.compiled);
}

function disowned(cib: Element, name: string): Element {
  const configuration = child(cib, "configuration") as Element;
  return replaceChild(cib, configuration, disown(configuration, ownedWith(configuration, name)));
}

const without = (cib: Element): string[] => normalForm(cib).filter((line) => !/obj_ref|tag/.test(line));

test.each([
  ["galera-bundle", FILE.replace("galera, ", "")],
  ["ip-10.0.0.1", FILE.replace("virtual-ips: [10.0.0.1]\n", "")],
  ["resource-stickiness", FILE.replace("resource-defaults: {resource-stickiness: 5}\n", "")],
  ["stonith-fence_xvm-a1", FILE.replace("[a1, a2, a3]", "[{name: a1, fencing: []}, a2, a3]")],
])("%s stays as it is when the file no longer has it", (name, rest) => {
  const before = apply(emptyCib(), FILE);
  expect(without(apply(before, rest))).not.toEqual(without(before));
  const after = disowned(before, name);
  expect(without(after)).toEqual(without(before));
  expect(without(apply(after, rest))).toEqual(without(before));
});

test("a file that still has it takes it over again", () => {
  const before = apply(emptyCib(), FILE);
  const again = apply(disowned(before, "galera-bundle"), FILE);
  expect(ownedIds(child(again, "configuration") as Element)).toEqual(
    ownedIds(child(before, "configuration") as Element),
  );
});
