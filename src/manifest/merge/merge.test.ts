/** What a manifest changes in a cluster that others work on too. */
import { describe, expect, it } from "vitest";
import { emptyCib } from "../../cib/empty.ts";
import { validateCib } from "../../cib/validate.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import { descend, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import { compile } from "../compile/compile.ts";
import { readManifest } from "../manifest.ts";
import { merge } from "./merge.ts";
import { ownedIds } from "./ownership.ts";

function apply(cib: Element, manifest: string): Element {
  const read = readManifest(manifest);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const result = compile(read.manifest, { secret: () => undefined });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const merged = merge(cib, result.compiled);
  expect(validateCib(merged)).toEqual([]);
  return merged;
}

/** The CIB after an edit of its text, as another tool would make it. */
function edited(cib: Element, ...edits: readonly (readonly [string, string])[]): Element {
  let text = printXml(cib);
  for (const [from, to] of edits) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.root;
}

function ids(cib: Element, section: string): string[] {
  const found = descend(cib, "configuration", section);
  return found === undefined ? [] : elements(found).map(idOf);
}

function find(cib: Element, id: string): Element | undefined {
  return [...walk(cib)].find((e) => idOf(e) === id);
}

const BASE = `
nodes: [a1, a2, a3]
fencing: none
services: {galera: , haproxy: }
virtual-ips: [10.0.0.1, 10.0.0.2]
`;

describe("what others made stays", () => {
  const others = edited(
    apply(emptyCib(), BASE),
    [
      "</crm_config>",
      '<cluster_property_set id="redis_replication"><nvpair id="r1" name="redis_REPL_INFO" value="a1"/></cluster_property_set></crm_config>',
    ],
    [
      'name="cluster-name" value="holdfast"/>',
      'name="cluster-name" value="holdfast"/><nvpair id="wd" name="have-watchdog" value="false"/>',
    ],
    [
      '<instance_attributes id="nodes-1">',
      '<instance_attributes id="nodes-1"><nvpair id="nodes-1-standby" name="standby" value="on"/>',
    ],
    ["</resources>", '<primitive id="mine" class="ocf" provider="pacemaker" type="Dummy"/></resources>'],
    [
      "</constraints>",
      '<rsc_location id="cli-ban-galera-bundle-on-a1" rsc="galera-bundle" role="Started" node="a1" score="-INFINITY"/></constraints>',
    ],
    [
      '<bundle id="haproxy-bundle">',
      '<bundle id="haproxy-bundle"><meta_attributes id="haproxy-bundle-meta_attributes"><nvpair id="tr" name="target-role" value="Stopped"/></meta_attributes>',
    ],
  );

  it("when nothing is changed", () => {
    expect(apply(others, BASE)).toBe(others);
  });

  it("when something else is", () => {
    const after = apply(others, BASE.replace("galera: ,", "galera: {operations: {start: 300s}},"));
    expect(find(after, "galera-start-interval-0s")?.attributes.get("timeout")).toBe("300s");
    for (const id of ["r1", "wd", "nodes-1-standby", "mine", "cli-ban-galera-bundle-on-a1", "tr"]) {
      expect(find(after, id), id).toEqual(find(others, id));
    }
  });

  it("but what they changed in something of the manifest's is put right", () => {
    const changed = edited(others, ['replicas="3"', 'replicas="2"']);
    expect(printXml(apply(changed, BASE))).toBe(printXml(others));
  });
});

describe("what is no longer declared goes", () => {
  it("a virtual IP, with its constraints", () => {
    const after = apply(apply(emptyCib(), BASE), BASE.replace(", 10.0.0.2", ""));
    expect(ids(after, "resources")).toEqual(["galera-bundle", "ip-10.0.0.1", "haproxy-bundle"]);
    expect(ids(after, "constraints").filter((id) => id.includes("10.0.0.2"))).toEqual([]);
    expect(printXml(after)).toBe(printXml(apply(emptyCib(), BASE.replace(", 10.0.0.2", ""))));
  });

  it("a service, with its node attributes and what others said of it", () => {
    const before = edited(
      apply(emptyCib(), BASE),
      [
        "</constraints>",
        '<rsc_location id="cli-prefer-galera" rsc="galera-bundle" node="a1" score="INFINITY"/>' +
          '<rsc_order id="o"><resource_set id="o-0"><resource_ref id="galera"/><resource_ref id="haproxy-bundle"/></resource_set></rsc_order></constraints>',
      ],
      ["<tags>", '<tags><tag id="databases"><obj_ref id="galera"/></tag>'],
    );
    const after = apply(before, BASE.replace("galera: ,", ""));
    expect(ids(after, "resources")).toEqual(["ip-10.0.0.1", "ip-10.0.0.2", "haproxy-bundle"]);
    expect(find(after, "cli-prefer-galera")).toBeUndefined();
    expect(elements(find(after, "o-0") as Element).map(idOf)).toEqual(["haproxy-bundle"]);
    expect(ids(after, "tags")).toEqual(["holdfast"]);
    expect(find(after, "nodes-1-galera-role")).toBeUndefined();
    expect(find(after, "nodes-1-haproxy-role")).toBeDefined();
  });

  it("a mount, an operation's timeout, a property, a default", () => {
    const first = `${BASE.replace("galera: ,", "galera: {mounts: {extra: /a:/b:ro}, operations: {start: {timeout: 300s, on-fail: block}}},")}
properties: {cluster-recheck-interval: 5min}
resource-defaults: {migration-threshold: 3}
`;
    const before = apply(emptyCib(), first);
    expect(find(before, "extra")?.attributes.get("options")).toBe("ro");
    expect(printXml(apply(before, BASE))).toBe(printXml(apply(emptyCib(), BASE)));
  });

  it("but no node, which the cluster itself must let go", () => {
    const after = apply(apply(emptyCib(), BASE), BASE.replace(", a3", ""));
    expect(elements(descend(after, "configuration", "nodes") as Element).map((n) => get(n, "uname"))).toEqual([
      "a1",
      "a2",
      "a3",
    ]);
    expect(find(after, "nodes-3-galera-role")).toBeUndefined();
  });
});

it("takes the cluster's ids of nodes, and its places of what was there", () => {
  const before = edited(emptyCib(), [
    "<nodes/>",
    '<nodes><node id="7" uname="a2"/><node id="2" uname="other"/></nodes>',
  ]);
  const after = apply(before, BASE);
  const nodes = elements(descend(after, "configuration", "nodes") as Element);
  expect(nodes.map((n) => `${get(n, "uname")} ${idOf(n)}`)).toEqual(["a2 7", "other 2", "a1 1", "a3 3"]);
  expect(find(after, "nodes-7-galera-role")).toBeDefined();
});

it("takes over, without a change, what pcs made with ids of its own and older words", () => {
  const before = apply(emptyCib(), BASE);
  const bare = edited(before, ['<op id="galera-monitor-interval-10s"', '<op id="galera-promoted-monitor"']);
  const older = edited(bare, ['promoted-max="3"', 'masters="3"'], ['role="Promoted"', 'role="Master"']);
  expect(apply(older, BASE)).toBe(older);
});

it("speaks of Master and Slave to a schema that knows no other words", () => {
  const before = edited(emptyCib(), ["pacemaker-3.9", "pacemaker-3.5"]);
  const after = apply(before, BASE);
  expect(get(after, "validate-with")).toBe("pacemaker-3.5");
  expect(find(after, "galera-monitor-interval-10s")?.attributes.get("role")).toBe("Master");
  expect(apply(after, BASE)).toBe(after);
});

it("owns what it made, and no more", () => {
  const configuration = descend(apply(emptyCib(), BASE), "configuration") as Element;
  const owned = ownedIds(configuration);
  for (const id of ["galera-bundle", "ip-10.0.0.1", "location-galera-bundle", "nodes-1-galera-role"])
    expect(owned).toContain(id);
  expect(owned).not.toContain("galera");
});
