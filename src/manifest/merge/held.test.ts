/** Resources of a manifest that another tool has put into a group, and groups of the manifest that take in what is there. */
import { describe, expect, it } from "vitest";
import { emptyCib } from "../../cib/empty.ts";
import { validateCib } from "../../cib/validate.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import { descend, type Element, elements, idOf } from "../../cib/xml/tree.ts";
import { compile } from "../compile/compile.ts";
import { readManifest } from "../manifest.ts";
import { heldByOthers } from "./held.ts";
import { merge } from "./merge.ts";

function compiled(manifest: string) {
  const read = readManifest(manifest);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const result = compile(read.manifest, { secret: () => undefined });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.compiled;
}

function applied(cib: Element, manifest: string): Element {
  const after = merge(cib, compiled(manifest));
  expect(validateCib(after).refusals).toEqual([]);
  return after;
}

const members = (cib: Element): string[] =>
  elements(descend(cib, "configuration", "resources") ?? cib).map((e) =>
    [idOf(e), ...elements(e, "primitive").map(idOf)].join(" "),
  );

const APART = "resources: {ip: 'ocf:heartbeat:IPaddr2', web: 'systemd:httpd'}\n";

/** As `pcs resource group add` leaves it. */
function grouped(cib: Element): Element {
  const text = printXml(cib)
    .replace("<resources>", '<resources><group id="g">')
    .replace("</resources>", "</group></resources>");
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

describe("a resource that another tool has put into a group", () => {
  const cib = grouped(applied(emptyCib(), APART));

  it("stays there, and an operator reads it", () => {
    expect(merge(cib, compiled(APART))).toBe(cib);
    expect(heldByOthers(cib, compiled(APART).resources).map(({ message, hint }) => [message, hint])[0]).toEqual([
      "ip is in the group g in the cluster, and by itself in the manifest: it stays in the group g",
      '"holdfast import g" prints the group g as the manifest may have it',
    ]);
  });

  it("changes where it stands", () => {
    const after = applied(cib, APART.replace("'systemd:httpd'", "{agent: 'systemd:httpd', meta: {priority: 5}}"));
    expect(members(after)).toEqual(["g ip web"]);
    expect(printXml(after)).toContain('name="priority" value="5"');
  });

  it("goes when the manifest no longer has it, and the group with its last", () => {
    expect(members(applied(cib, APART.replace(", web: 'systemd:httpd'", "")))).toEqual(["g ip"]);
    expect(members(applied(cib, "nodes: []\n"))).toEqual([]);
  });

  it("is in it for good when the manifest has the group", () => {
    const whole = "resources: {g: {group: {ip: 'ocf:heartbeat:IPaddr2', web: 'systemd:httpd'}}}\n";
    const after = applied(cib, whole);
    expect(members(after)).toEqual(["g ip web"]);
    expect(heldByOthers(after, compiled(whole).resources)).toEqual([]);
    expect(members(applied(after, APART))).toEqual(["ip", "web"]);
  });
});

describe("a group of the manifest", () => {
  const apart = applied(emptyCib(), APART);

  it("takes in what was by itself, as it was", () => {
    const after = applied(apart, "resources: {g: {group: {web: 'systemd:httpd', ip: 'ocf:heartbeat:IPaddr2'}}}\n");
    expect(members(after)).toEqual(["g web ip"]);
  });

  it("has its members in the order of the manifest", () => {
    const one = applied(apart, "resources: {g: {group: {web: 'systemd:httpd', ip: 'ocf:heartbeat:IPaddr2'}}}\n");
    const other = applied(one, "resources: {g: {group: {ip: 'ocf:heartbeat:IPaddr2', web: 'systemd:httpd'}}}\n");
    expect(members(other)).toEqual(["g ip web"]);
  });
});
