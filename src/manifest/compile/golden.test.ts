/** A manifest of the Train layout against a CIB that TripleO Train made. docs/tripleo/README.md#golden-cibs */
import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { needs } from "../../../test/needs.ts";
import { goldenCluster, whyNoGolden } from "../../../test/shared.ts";
import { emptyCib } from "../../cib/empty.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { child, descend, type Element, element, get, idOf, withChildren, type XmlNode } from "../../cib/xml/tree.ts";
import { readManifest } from "../manifest.ts";
import { merge } from "../merge/merge.ts";
import { compile } from "./compile.ts";
import { normalForm } from "./normal-form.testing.ts";

/** What the golden CIB has and a manifest does not declare. */
const LEFT_OUT: readonly { readonly why: string; readonly is: (e: Element) => boolean }[] = [
  {
    why: "Pacemaker writes these properties itself",
    is: named("nvpair", ["have-watchdog", "dc-version", "cluster-infrastructure", "last-lrm-refresh"]),
  },
  { why: "the redis agent keeps its promoted node here", is: withId("cluster_property_set", "redis_replication") },
  { why: "so does the OVN agent", is: withId("cluster_property_set", "ovn_ovsdb_master_server") },
  {
    why: "the rabbitmq agent keeps a member's last name here",
    is: named("nvpair", ["rmq-node-attr-last-known-rabbitmq"]),
  },
  { why: "someone edited this lab by hand: a mount of agents under test", is: withId("storage-mapping", "ovn-fuck") },
  {
    why: "likewise: TripleO sets neither for OVN",
    is: (e) => /^ovndb_servers-meta_attributes-(interleave|ordered)$/.test(idOf(e)),
  },
  { why: "left over from a ban by hand", is: withId("rsc_location", "cli-ban-ovn-dbs-bundle-on-controller-0") },
  { why: "only Holdfast knows of ownership", is: (e) => e.name === "tags" },
];

function named(tag: string, names: readonly string[]): (e: Element) => boolean {
  return (e) => e.name === tag && names.includes(get(e, "name") ?? "");
}

function withId(tag: string, id: string): (e: Element) => boolean {
  return (e) => e.name === tag && idOf(e) === id;
}

function leaveOut(e: Element, used: Set<string> = new Set()): Element {
  return withChildren(
    e,
    e.children.flatMap((c): readonly XmlNode[] => {
      if (c.kind !== "element") return [c];
      const exception = LEFT_OUT.find((x) => x.is(c));
      if (exception !== undefined) used.add(exception.why);
      return exception === undefined ? [leaveOut(c, used)] : [];
    }),
  );
}

function configuration(cib: Element): Element {
  return child(cib, "configuration") ?? element("configuration");
}

function compiled() {
  const text = readFileSync(new URL("../../../examples/openstack/train.yaml", import.meta.url), "utf8");
  const read = readManifest(text, "train-controllers.yaml");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const result = compile(read.manifest, { secret: () => "****" });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.compiled;
}

function golden(): Element {
  const parsed = parseXml(goldenCluster("train-controllers").text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

describe("against golden/train-controllers.xml", () => {
  beforeEach((context) => needs(context, whyNoGolden()));

  it("compiles to the same configuration", () => {
    const used = new Set<string>();
    const expected = normalForm(leaveOut(configuration(golden()), used));
    const made = normalForm(leaveOut(configuration(merge(emptyCib(), compiled())), used));
    expect(made).toEqual(expected);
    expect([...used].sort(), "every exception is needed").toEqual(LEFT_OUT.map((x) => x.why).sort());
  });

  it("merges into it as a manifest of it would: only what was edited by hand changes, and ownership is noted", () => {
    const before = golden();
    const after = merge(before, compiled());
    expect(get(after, "validate-with")).toBe("pacemaker-3.2");
    const lines = (cib: Element): Set<string> => new Set(normalForm(configuration(cib)));
    const [was, is] = [lines(before), lines(after)];
    const gone = [...was].filter((l) => !is.has(l)).map((l) => l.trim());
    const added = [...is].filter((l) => !was.has(l) && !/obj_ref|tag/.test(l));
    expect(gone.map((l) => /id="([^"]*)"/.exec(l)?.[1]).sort()).toEqual([
      "ovn-fuck",
      "ovndb_servers-meta_attributes-interleave",
      "ovndb_servers-meta_attributes-ordered",
    ]);
    expect(added).toEqual([]);
  });

  it("changes nothing a second time", () => {
    const once = merge(golden(), compiled());
    expect(merge(once, compiled())).toBe(once);
    expect(descend(once, "configuration", "constraints")?.children.length).toBe(
      descend(golden(), "configuration", "constraints")?.children.length,
    );
  });
});

it("compiles", () => {
  expect(compiled().resources.length).toBe(8);
});
