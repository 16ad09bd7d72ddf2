/** What a manifest changes in a cluster that others work on too. Over 300 lines: the claims share one cluster. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyCib } from "../../cib/empty.ts";
import { validateCib } from "../../cib/validate.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import { descend, type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import { compile } from "../compile/compile.ts";
import { normalForm } from "../compile/normal-form.testing.ts";
import { readManifest } from "../manifest.ts";
import { merge } from "./merge.ts";
import { ownedIds } from "./ownership.ts";

function mergedUnchecked(cib: Element, manifest: string): Element {
  const read = readManifest(manifest);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const result = compile(read.manifest, { secret: () => undefined });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return merge(cib, result.compiled);
}

function apply(cib: Element, manifest: string): Element {
  const merged = mergedUnchecked(cib, manifest);
  expect(validateCib(merged)).toEqual({ refusals: [], warnings: [], more: 0 });
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
cluster: c
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
      'name="cluster-name" value="c"/>',
      'name="cluster-name" value="c"/><nvpair id="wd" name="have-watchdog" value="false"/>',
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

describe("what the manifest does not say is not touched", () => {
  const theirs = edited(
    emptyCib(),
    [
      "<crm_config/>",
      '<crm_config><cluster_property_set id="p"><nvpair id="n" name="cluster-name" value="prod-nfs"/><nvpair id="s" name="stonith-enabled" value="true"/></cluster_property_set></crm_config>',
    ],
    [
      "</configuration>",
      '<rsc_defaults><meta_attributes id="d"><nvpair id="st" name="resource-stickiness" value="100"/></meta_attributes></rsc_defaults></configuration>',
    ],
  );
  const settings = (cib: Element): string[] =>
    [...walk(cib)].filter((e) => e.name === "nvpair").map((e) => `${get(e, "name")}=${get(e, "value")}`);

  it("by a manifest without anything", () => {
    expect(apply(theirs, "nodes: []\n")).toBe(theirs);
  });

  it("by one with nodes, a resource and a virtual IP", () => {
    const after = apply(theirs, 'nodes: [nfs1, nfs2]\nservices: {web: {agent: "systemd:httpd"}}\n');
    expect(settings(after)).toEqual(settings(theirs));
  });

  it("fencing devices switch fencing on, nothing else does", () => {
    const one = "nodes: [{name: n1, fencing: {agent: fence_xvm}}]\n";
    expect(settings(apply(emptyCib(), one))).toEqual(["stonith-enabled=true", "pcmk_host_list=n1"]);
    expect(settings(apply(emptyCib(), "nodes: [n1]\n"))).toEqual([]);
  });

  it("a profile sets what is not set yet, and leaves the rest", () => {
    const profile = "profile: tripleo-train\nnodes: []\n";
    expect(settings(apply(emptyCib(), profile))).toEqual(["timeout=120s", "resource-stickiness=INFINITY"]);
    expect(settings(apply(theirs, profile)).sort()).toEqual([...settings(theirs), "timeout=120s"].sort());
  });

  it("a key of the file goes before both", () => {
    const keyed = "profile: tripleo-train\nresource-defaults: {resource-stickiness: 5}\nnodes: []\n";
    expect(settings(apply(theirs, keyed)).filter((s) => s.startsWith("resource"))).toEqual(["resource-stickiness=5"]);
  });

  it("without its profile or a key, what the manifest set goes, and what it found stays", () => {
    const full = "cluster: prod-nfs\nprofile: tripleo-train\nproperties: {stonith-timeout: 99s}\nnodes: []\n";
    const after = apply(theirs, full);
    expect(settings(after)).toContain("stonith-timeout=99s");
    expect(settings(apply(after, "nodes: []\n"))).toEqual(settings(theirs));
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

describe("what operators set", () => {
  /** As `pcs resource disable`, `pcs resource unmanage` and a maintenance of one resource leave it. */
  const SET: readonly (readonly [string, string])[] = [
    ["target-role", "Stopped"],
    ["is-managed", "false"],
    ["maintenance", "true"],
  ];
  const manifest = `${BASE}\n`;
  const withMeta = BASE.replace("galera: ,", "galera: {meta: {migration-threshold: 3}},");

  it.each(SET)("%s survives a manifest that does not say it, with the rest of its set or alone", (name, value) => {
    const pair = `<nvpair id="op" name="${name}" value="${value}"/>`;
    const beside = edited(apply(emptyCib(), withMeta), [
      '<nvpair id="galera-meta_attributes-migration-threshold"',
      `${pair}<nvpair id="galera-meta_attributes-migration-threshold"`,
    ]);
    const alone = edited(apply(emptyCib(), manifest), [
      '<bundle id="haproxy-bundle">',
      `<bundle id="haproxy-bundle"><meta_attributes id="m">${pair}</meta_attributes>`,
    ]);
    for (const [before, next] of [
      [beside, withMeta.replace("threshold: 3", "threshold: 4")],
      [beside, manifest],
      [alone, manifest.replace("haproxy: ", "haproxy: {replicas: 2}")],
    ] as const) {
      const after = apply(before, next);
      expect(after).not.toBe(before);
      expect(get(find(after, "op") as Element, "value")).toBe(value);
    }
  });

  it.each(SET)("%s gives way to a manifest that says it", (name, value) => {
    const before = edited(apply(emptyCib(), withMeta), [
      '<nvpair id="galera-meta_attributes-migration-threshold"',
      `<nvpair id="op" name="${name}" value="${value}"/><nvpair id="galera-meta_attributes-migration-threshold"`,
    ]);
    const said = name === "target-role" ? "Started" : value === "true" ? "false" : "true";
    const after = apply(before, withMeta.replace("threshold: 3", `threshold: 3, ${name}: ${said}`));
    expect(printXml(after)).toContain(`name="${name}" value="${said}"`);
    expect(printXml(after)).not.toContain(`name="${name}" value="${value}"`);
  });

  it.each(SET)("%s goes again when it was the manifest that set it", (name, value) => {
    const before = apply(emptyCib(), withMeta);
    const set = apply(before, withMeta.replace("threshold: 3", `threshold: 3, ${name}: "${value}"`));
    expect(printXml(set)).toContain(`name="${name}" value="${value}"`);
    expect(apply(set, withMeta)).toEqual(before);
    const alone = apply(emptyCib(), BASE.replace("haproxy: ", `haproxy: {meta: {${name}: "${value}"}}`));
    expect(printXml(apply(alone, BASE))).not.toContain(`name="${name}"`);
  });

  it("and manifests, in any order: what has the value that a manifest gave it goes with the manifest", () => {
    const role = fc.constantFrom("Stopped", "Started");
    const step = fc.oneof(
      fc.record({ by: fc.constant("manifest" as const), value: fc.option(role) }),
      fc.record({ by: fc.constant("operator" as const), value: fc.option(role) }),
    );
    /** As `pcs resource disable`, `crm_resource --set-parameter` and `pcs resource enable` do. */
    const operated = (cib: Element, value: string | null): Element => {
      const set = "galera-meta_attributes";
      const pair = [...walk(cib)].find((e) => e.name === "nvpair" && get(e, "name") === "target-role");
      const text = printXml(cib, { indent: 0 });
      const old = pair === undefined ? undefined : printXml(pair, { indent: 0 });
      const made = (id: string): string => `<nvpair id="${id}" name="target-role" value="${value}"/>`;
      const next =
        old === undefined
          ? value === null
            ? text
            : text.replace(`<meta_attributes id="${set}">`, (start) => start + made(`${set}-target-role`))
          : text.replace(old, value === null ? "" : made(idOf(pair as Element)));
      const parsed = parseXml(next);
      if (!parsed.ok) throw new Error(parsed.problem.message);
      return parsed.root;
    };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        let cib = apply(emptyCib(), withMeta);
        let model: { value: string; set: string | undefined } | undefined;
        for (const { by, value } of steps) {
          if (by === "operator") {
            cib = operated(cib, value);
            model = value === null ? undefined : { value, set: model?.set };
          } else {
            const said = value === null ? "" : `, target-role: ${value}`;
            cib = apply(cib, withMeta.replace("threshold: 3", `threshold: 3${said}`));
            if (value !== null) model = model?.value === value ? model : { value, set: value };
            else if (model?.set === model?.value) model = undefined;
          }
          const pair = [...walk(cib)].find((e) => e.name === "nvpair" && get(e, "name") === "target-role");
          expect(pair && get(pair, "value")).toBe(model?.value);
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it("any other meta attribute goes when the manifest does not say it", () => {
    const before = edited(apply(emptyCib(), withMeta), [
      '<nvpair id="galera-meta_attributes-migration-threshold"',
      '<nvpair id="op" name="priority" value="7"/><nvpair id="galera-meta_attributes-migration-threshold"',
    ]);
    expect(find(apply(before, withMeta), "op")).toBeUndefined();
  });
});

describe("where pairs go", () => {
  const PROPERTY = `${BASE}properties: {cluster-recheck-interval: 5min}\n`;

  it("not into a set with a rule, which holds at some times only", () => {
    const before = edited(emptyCib(), [
      "<crm_config/>",
      '<crm_config><cluster_property_set id="cib-bootstrap-options"><rule id="r" score="0"><date_expression id="d" operation="gt" start="2020-01-01"/></rule><nvpair id="n" name="cluster-recheck-interval" value="9min"/></cluster_property_set></crm_config>',
    ]);
    const sets = elements(descend(mergedUnchecked(before, PROPERTY), "configuration", "crm_config") as Element);
    expect(sets.length).toBe(2);
    expect(get(elements(sets[0] as Element, "nvpair")[0] as Element, "value")).toBe("9min");
  });

  it("not into a property set that an agent keeps for itself", () => {
    const before = edited(emptyCib(), [
      "<crm_config/>",
      '<crm_config><cluster_property_set id="redis_replication"><nvpair id="r1" name="redis_REPL_INFO" value="a1"/></cluster_property_set></crm_config>',
    ]);
    const sets = elements(descend(apply(before, PROPERTY), "configuration", "crm_config") as Element);
    expect(sets.map((s) => [idOf(s), elements(s).length])).toEqual([
      ["redis_replication", 1],
      ["cib-bootstrap-options", 3],
    ]);
  });
});

it("gives new nodes ids of their own, whatever ids are taken", () => {
  const before = edited(emptyCib(), ["<nodes/>", '<nodes><node id="1" uname="other"/></nodes>']);
  const nodes = elements(descend(apply(before, BASE), "configuration", "nodes") as Element);
  expect(nodes.map((n) => `${get(n, "uname")} ${idOf(n)}`)).toEqual(["other 1", "a1 2", "a2 3", "a3 4"]);
});

describe("what names a resource goes with it", () => {
  const FENCED =
    "nodes: [a1, a2]\nfencing: {agent: fence_xvm}\nservices: {galera: , haproxy: }\nvirtual-ips: [10.0.0.1]\n";

  it("a ticket constraint", () => {
    const before = edited(apply(emptyCib(), BASE), [
      "</constraints>",
      '<rsc_ticket id="t" ticket="T" rsc="galera-bundle"/></constraints>',
    ]);
    expect(find(apply(before, BASE), "t")).toBeDefined();
    expect(find(apply(before, BASE.replace("galera: ,", "")), "t")).toBeUndefined();
  });

  it("a fencing level, or its place in one that has other devices", () => {
    const before = edited(apply(emptyCib(), FENCED), [
      "</fencing-topology>",
      '<fencing-level id="l3" target="a2" index="3" devices="mine,stonith-fence_xvm-a2"/><fencing-level id="l4" target="a2" index="4" devices="stonith-fence_xvm-a2"/></fencing-topology>',
    ]);
    const mine = edited(before, [
      "</resources>",
      '<primitive id="mine" class="stonith" type="fence_xvm"/></resources>',
    ]);
    const after = apply(mine, FENCED.replace("{agent: fence_xvm}", "{agent: fence_xvm, devices: {a2: []}}"));
    expect(ids(after, "fencing-topology")).toEqual(["fl-a1-1", "l3"]);
    expect(get(find(after, "l3") as Element, "devices")).toBe("mine");
  });

  it("but nothing that names another tool's resource", () => {
    const before = edited(
      apply(emptyCib(), BASE),
      ["</resources>", '<primitive id="mine" class="ocf" provider="pacemaker" type="Dummy"/></resources>'],
      ["</constraints>", '<rsc_location id="theirs" rsc="mine" node="a1" score="5"/></constraints>'],
    );
    expect(find(apply(before, BASE.replace("galera: ,", "")), "theirs")).toBeDefined();
  });

  it("but nothing that names a resource inside one that stays", () => {
    const before = edited(apply(emptyCib(), BASE), [
      "</constraints>",
      '<rsc_location id="keep" rsc="galera" node="a1" score="5"/></constraints>',
    ]);
    expect(find(apply(before, BASE.replace("galera: ,", "galera: {replicas: 2},")), "keep")).toBeDefined();
  });
});

it("leaves an interval that another tool wrote without a unit", () => {
  const before = apply(emptyCib(), BASE);
  const bare = edited(before, [
    'interval="10s" name="monitor" role="Promoted"',
    'interval="10" name="monitor" role="Promoted"',
  ]);
  expect(apply(bare, BASE)).toBe(bare);
});

it("speaks of Promoted to the first schema that knows the word", () => {
  const after = apply(edited(emptyCib(), ["pacemaker-3.9", "pacemaker-3.7"]), BASE);
  expect(find(after, "galera-monitor-interval-10s")?.attributes.get("role")).toBe("Promoted");
});

describe("laws of merging", () => {
  const option = (key: string, values: fc.Arbitrary<string>) => values.map((value) => `${key}: ${value}`);
  const maps = (...entries: readonly fc.Arbitrary<string>[]) =>
    fc.tuple(...entries.map((e) => fc.option(e))).map((list) => `{${list.filter((text) => text !== null).join(", ")}}`);
  const galera = maps(
    option("replicas", fc.constantFrom("1", "2", "3")),
    option("meta", fc.constantFrom("{migration-threshold: 3}", "{ordered: null}", "{target-role: Started}")),
    option("operations", fc.constantFrom("{start: 5min}", "{monitor: null}", "{stop: {timeout: 9s, on-fail: block}}")),
    option("mounts", fc.constantFrom("{mysql-lib: null}", "{extra: /a:/b:ro}")),
    option("parameters", fc.constantFrom("{log: null}", "{socket: /run/x}")),
  );
  const services = maps(
    option("galera", galera),
    option("haproxy", fc.constantFrom("", "{replicas: 1}")),
    option("web", fc.constantFrom('{agent: "systemd:httpd"}', '{agent: "systemd:httpd", kind: clone}')),
  );
  const manifests = fc
    .record({
      services,
      ips: fc.subarray(["10.0.0.1", "10.0.0.2", "fd00::1"]),
      properties: maps(
        option("cluster-recheck-interval", fc.constantFrom("5min", "1min")),
        option("maintenance-mode", fc.constant("true")),
      ),
      fencing: fc.constantFrom("none", "{agent: fence_xvm}", "{agent: fence_xvm, avoid: none}"),
    })
    .map(
      (m) =>
        `nodes: [a1, a2, a3]\nfencing: ${m.fencing}\nservices: ${m.services}\nvirtual-ips: [${m.ips
          .map((ip) => JSON.stringify(ip))
          .join(", ")}]\nproperties: ${m.properties}\n`,
    );

  it("twice gives the same as once, and what it makes is sound", () => {
    fc.assert(
      fc.property(manifests, manifests, (first, second) => {
        const before = apply(emptyCib(), first);
        const after = apply(before, second);
        expect(apply(after, second)).toBe(after);
      }),
      { numRuns: 150, seed: 11 },
    );
  });

  it("only the last manifest counts", () => {
    fc.assert(
      fc.property(manifests, manifests, (first, second) => {
        // A section that became empty stays, and means as much as none.
        const content = (cib: Element): string[] =>
          normalForm(descend(cib, "configuration") as Element)
            .filter((line) => line !== "  fencing-topology")
            .sort();
        expect(content(apply(apply(emptyCib(), first), second))).toEqual(content(apply(emptyCib(), second)));
      }),
      { numRuns: 150, seed: 11 },
    );
  });
});
