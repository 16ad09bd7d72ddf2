/** The message for each kind of mistake, word for word.
 * Over 300 lines: it is a table. */
import { describe, expect, it } from "vitest";
import { formatProblem } from "../../cib/problem.ts";
import { CATALOGUE } from "../catalogue/catalogue.ts";
import { compile } from "../compile/compile.ts";
import { readManifest } from "../manifest.ts";

const GOOD = `cluster: test
nodes: [a1, a2, a3]
services: {galera: , haproxy: }
virtual-ips: {public: 10.0.0.1}
fencing:
  agent: fence_ipmilan
  parameters: {ip: "{node}-bmc", password: {secret: bmc}}
secrets: {bmc: {file: /etc/bmc}}
`;

/** What is said of the good manifest with one line changed. */
function mistake(line: number, text: string): string {
  const lines = GOOD.split("\n");
  lines[line - 1] = text;
  return said(lines.join("\n"));
}

function said(source: string): string {
  const read = readManifest(source, "m.yaml");
  if (!read.ok) return read.problems.map((p) => `${p.code}: ${formatProblem(p, source)}`).join("\n");
  const result = compile(read.manifest, { secret: () => undefined });
  return result.ok ? "nothing" : result.problems.map((p) => `${p.code}: ${formatProblem(p, source)}`).join("\n");
}

describe("YAML", () => {
  it("malformed", () => {
    expect(mistake(2, "nodes: [a1, a2")).toMatchInlineSnapshot(`
      "yaml-syntax: m.yaml:3:1: Flow sequence in block collection must be sufficiently indented and end with a ]
        3 | services: {galera: , haproxy: }
          | ^"
    `);
  });
  it("a tab", () => {
    expect(mistake(6, "\tagent: fence_ipmilan")).toMatchInlineSnapshot(`
      "yaml-syntax: m.yaml:6:1: Tabs are not allowed as indentation
        6 |         agent: fence_ipmilan
          | ^"
    `);
  });
  it("a key twice", () => {
    expect(mistake(8, "cluster: other")).toMatchInlineSnapshot(`
      "duplicate-key: m.yaml:8:1: duplicate key "cluster"; the first is in line 1
        8 | cluster: other
          | ^"
    `);
  });
  it("a second document", () => {
    expect(mistake(8, "---\ncluster: other")).toMatchInlineSnapshot(`
      "yaml-syntax: m.yaml:9:1: expected one document, found a second
        9 | cluster: other
          | ^"
    `);
  });
  it("an alias to nothing", () => {
    expect(mistake(2, "nodes: *all")).toMatchInlineSnapshot(`
      "yaml-syntax: m.yaml:2:8: there is no anchor "&all" before this alias
        2 | nodes: *all
          |        ^"
    `);
  });
  it("an alias to itself", () => {
    expect(mistake(2, "nodes: &all [a1, *all]")).toMatchInlineSnapshot(`
      "yaml-syntax: m.yaml:2:18: the alias "*all" stands for itself
        2 | nodes: &all [a1, *all]
          |                  ^"
    `);
  });
  it("a tag", () => {
    expect(mistake(1, "cluster: !env NAME")).toMatchInlineSnapshot(`
      "yaml-syntax: m.yaml:1:10: Unresolved tag: !env
        1 | cluster: !env NAME
          |          ^"
    `);
  });
  it("a key that is a list", () => {
    expect(mistake(4, "? [a, b]\n: c")).toMatchInlineSnapshot(`
      "wrong-type: m.yaml:4:3: expected a text as the key
        4 | ? [a, b]
          |   ^"
    `);
  });
  it("nothing at all", () => {
    expect(said("# empty\n")).toMatchInlineSnapshot(`
      "wrong-type: m.yaml:1:1: expected a manifest, found an empty file
        1 | # empty
          | ^"
    `);
  });
  it("a control character", () => {
    expect(mistake(1, 'cluster: "a\\x01b"')).toMatchInlineSnapshot(`
      "bad-value: m.yaml:1:10: a control character or half a surrogate pair, which XML cannot hold
        1 | cluster: "a\\x01b"
          |          ^"
    `);
  });
});

describe("bombs", () => {
  it("of aliases", () => {
    const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}]`);
    expect(said(`l0: &l0 [a]\n${levels.join("\n")}\n`)).toMatchInlineSnapshot(`
      "too-many-aliases: m.yaml:5:25: the manifest's aliases stand for more than 10000 values
        5 | l4: &l4 [*l3, *l3, *l3, *l3, *l3, *l3, *l3, *l3, *l3, ]
          |                         ^"
    `);
  });
  it("of depth", () => {
    expect(said(`a: ${"[".repeat(50_000)}`).slice(0, 100)).toMatchInlineSnapshot(`
      "too-deep: m.yaml:1:103: nested deeper than the 100 levels a manifest may have
        1 | a: [[[[[[[[[[[[["
    `);
    expect(said("- ".repeat(50_000)).slice(0, 80)).toMatchInlineSnapshot(`
      "too-deep: m.yaml:1:200: nested deeper than the 100 levels a manifest may have
        "
    `);
  });
  it("of size", () => {
    expect(said(`a: ${"x".repeat(2_000_000)}`).split("\n")[0]).toMatchInlineSnapshot(
      `"too-large: m.yaml:1:1: the manifest has 1954 KiB, more than the 1024 KiB a manifest may have"`,
    );
  });
});

describe("shapes", () => {
  it("an unknown key", () => {
    expect(mistake(4, "virtualips: {public: 10.0.0.1}")).toMatchInlineSnapshot(`
      "unknown-key: m.yaml:4:1: unknown key "virtualips" in the manifest
        4 | virtualips: {public: 10.0.0.1}
          | ^
        hint: did you mean "virtual-ips"?"
    `);
  });
  it("an unknown key far inside", () => {
    expect(mistake(3, "services: {galera: {operations: {start: {timout: 30s}}}}")).toMatchInlineSnapshot(`
      "unknown-key: m.yaml:3:42: unknown key "timout" in an operation
        3 | services: {galera: {operations: {start: {timout: 30s}}}}
          |                                          ^
        hint: did you mean "timeout"?"
    `);
  });
  it("a wrong type", () => {
    expect(mistake(2, "nodes: 3")).toMatchInlineSnapshot(`
      "wrong-type: m.yaml:2:8: expected a list of nodes or a map of nodes, found "3"
        2 | nodes: 3
          |        ^"
    `);
    expect(mistake(3, "services: {galera: {replicas: three}}")).toMatchInlineSnapshot(`
      "bad-value: m.yaml:3:31: expected a whole number from 1 to 100, found "three"
        3 | services: {galera: {replicas: three}}
          |                               ^"
    `);
    expect(mistake(3, 'services: {galera: {replicas: "3"}}')).toMatchInlineSnapshot(`
      "bad-value: m.yaml:3:31: expected a whole number from 1 to 100, found the text "3"
        3 | services: {galera: {replicas: "3"}}
          |                               ^"
    `);
  });
  it("a missing key", () => {
    expect(mistake(4, "virtual-ips: {public: {nic: eth0}}")).toMatchInlineSnapshot(`
      "missing-key: m.yaml:4:23: expected the key "address" in a virtual IP
        4 | virtual-ips: {public: {nic: eth0}}
          |                       ^"
    `);
  });
  it("no nodes for what runs on each", () => {
    expect(mistake(2, "")).toMatchInlineSnapshot(`
      "missing-key: m.yaml:3:12: expected at least one node: "galera" runs once on each
        3 | services: {galera: , haproxy: }
          |            ^
      missing-key: m.yaml:3:22: expected at least one node: "haproxy" runs once on each
        3 | services: {galera: , haproxy: }
          |                      ^"
    `);
  });
  it("a bad duration", () => {
    expect(mistake(3, "services: {galera: {operations: {start: 10sheep}}, haproxy: }")).toMatchInlineSnapshot(`
      "bad-value: m.yaml:3:41: expected a duration such as "30s", "500ms" or "5min", found "10sheep"
        3 | services: {galera: {operations: {start: 10sheep}}, haproxy: }
          |                                         ^"
    `);
  });
  it("a bad score", () => {
    expect(
      mistake(3, "services: {galera: }\nconstraints: [{location: {resource: galera, node: a1, score: infinity}}]"),
    ).toMatchInlineSnapshot(`
      "bad-value: m.yaml:4:62: expected a score: a whole number, INFINITY or -INFINITY, found "infinity"
        4 | constraints: [{location: {resource: galera, node: a1, score: infinity}}]
          |                                                              ^"
    `);
  });
  it("a bad option", () => {
    expect(mistake(3, "services: {galera: {meta: {migration-threshold: lots}}}")).toMatchInlineSnapshot(`
      "bad-value: m.yaml:3:49: expected a whole number, INFINITY or -INFINITY for migration-threshold, found "lots"
        3 | services: {galera: {meta: {migration-threshold: lots}}}
          |                                                 ^"
    `);
  });
  it("a bad word", () => {
    expect(mistake(3, "services: {galera: {operations: {start: {on-fail: blok}}}}")).toMatchInlineSnapshot(`
      "bad-value: m.yaml:3:51: expected one of ignore, block, demote, stop, restart, standby, fence, restart-container, found "blok"
        3 | services: {galera: {operations: {start: {on-fail: blok}}}}
          |                                                   ^
        hint: did you mean "block"?"
    `);
  });
  it("a malformed address", () => {
    expect(mistake(4, "virtual-ips: {public: 10.0.0.256}")).toMatchInlineSnapshot(`
      "bad-value: m.yaml:4:23: expected an IPv4 or IPv6 address, found "10.0.0.256"
        4 | virtual-ips: {public: 10.0.0.256}
          |                       ^"
    `);
    expect(mistake(4, 'virtual-ips: ["fd00::1::2"]')).toMatchInlineSnapshot(`
      "bad-value: m.yaml:4:15: expected an IPv4 or IPv6 address, found the text "fd00::1::2"
        4 | virtual-ips: ["fd00::1::2"]
          |               ^"
    `);
  });
  it("a malformed MAC address", () => {
    expect(mistake(6, "  agent: fence_ipmilan\n  devices: {a1: {mac: 525400dbdcc}}")).toMatchInlineSnapshot(`
      "bad-value: m.yaml:7:23: expected a MAC address of twelve hexadecimal digits, found "525400dbdcc"
        7 |   devices: {a1: {mac: 525400dbdcc}}
          |                       ^"
    `);
  });
});

describe("references", () => {
  it("an unknown service", () => {
    expect(mistake(3, "services: [galera, haprox]")).toMatchInlineSnapshot(`
      "unknown-service: m.yaml:3:20: unknown service "haprox"
        3 | services: [galera, haprox]
          |                    ^
        hint: did you mean "haproxy"?"
    `);
    expect(mistake(3, "services: [galera, memcached]")).toBe(
      [
        'unknown-service: m.yaml:3:20: unknown service "memcached"',
        "  3 | services: [galera, memcached]",
        "    |                    ^",
        `  hint: the catalogue has ${[...CATALOGUE.keys()].join(", ")}; a service of your own needs an agent or an image`,
      ].join("\n"),
    );
  });
  it("an unknown role", () => {
    expect(
      mistake(2, "roles: {Controller: [galera, haproxy]}\nnodes: {a1: {roles: [Controler]}}"),
    ).toMatchInlineSnapshot(`
      "unknown-role: m.yaml:3:22: there is no role "Controler"
        3 | nodes: {a1: {roles: [Controler]}}
          |                      ^
        hint: did you mean "Controller"?"
    `);
  });
  it("a service that no role has", () => {
    expect(mistake(2, "roles: {Database: [galera]}\nnodes: [a1]")).toMatchInlineSnapshot(`
      "service-without-role: m.yaml:4:22: no role names the service "haproxy", so it would run nowhere
        4 | services: {galera: , haproxy: }
          |                      ^
        hint: add it to one of Database"
    `);
  });
  it("an unknown node", () => {
    expect(mistake(6, "  agent: fence_ipmilan\n  devices: {a4: {mac: 525400dbdcc0}}")).toMatchInlineSnapshot(`
      "unknown-node: m.yaml:7:13: there is no node "a4"
        7 |   devices: {a4: {mac: 525400dbdcc0}}
          |             ^
        hint: did you mean "a1"?"
    `);
  });
  it("a role or an action that a resource never has", () => {
    const never = (constraint: string): string =>
      mistake(
        3,
        `services: {galera: , haproxy: , web: {agent: "systemd:httpd", kind: clone}}\nconstraints: [${constraint}]`,
      );
    expect(never("{order: {first: web, first-action: promote, then: haproxy}}")).toMatchInlineSnapshot(`
      "not-promotable: m.yaml:4:36: "first-action: promote" has no effect: web-clone cannot be promoted
        4 | constraints: [{order: {first: web, first-action: promote, then: haproxy}}]
          |                                    ^
        hint: only a service of kind promotable, or a bundle with promoted-max, can be"
    `);
    expect(never("{colocation: {resource: haproxy, with: web, with-role: Promoted}}")).toMatchInlineSnapshot(`
      "not-promotable: m.yaml:4:59: "with-role: Promoted" has no effect: web-clone cannot be promoted
        4 | constraints: [{colocation: {resource: haproxy, with: web, with-role: Promoted}}]
          |                                                           ^
        hint: only a service of kind promotable, or a bundle with promoted-max, can be"
    `);
    for (const constraint of [
      "{order: {first: galera, then: web, then-action: demote}}",
      "{order: {first: haproxy, first-action: demote, then: galera}}",
      "{order: {first: ip-10.0.0.1, first-action: promote, then: galera}}",
      "{colocation: {resource: web, role: Unpromoted, with: galera}}",
    ])
      expect(never(constraint)).toMatch(/^not-promotable: m.yaml:4:\d+: /);
    expect(
      mistake(3, "services: {haproxy: , rabbitmq: {operations: {monitor: {role: Promoted}}}}"),
    ).toMatchInlineSnapshot(`
      "not-promotable: m.yaml:3:57: an operation in the role Promoted never runs: rabbitmq cannot be promoted
        3 | services: {haproxy: , rabbitmq: {operations: {monitor: {role: Promoted}}}}
          |                                                         ^"
    `);
    expect(never("{order: {first: galera, first-action: promote, then: web}}")).toBe(
      never("{colocation: {resource: web, with: galera, with-role: Promoted}}"),
    );
  });
  it("an unknown service for an address", () => {
    expect(mistake(4, "virtual-ips: {public: {address: 10.0.0.1, with: ovn-dbs}}")).toMatchInlineSnapshot(`
      "unknown-service: m.yaml:4:49: there is no service "ovn-dbs" in this manifest
        4 | virtual-ips: {public: {address: 10.0.0.1, with: ovn-dbs}}
          |                                                 ^
        hint: known here: galera, haproxy"
    `);
  });
  it("OVN's databases without an address", () => {
    expect(mistake(3, "services: {ovn-dbs: }")).toMatchInlineSnapshot(`
      "missing-address: m.yaml:3:12: ovn-dbs needs a virtual IP that goes with it
        3 | services: {ovn-dbs: }
          |            ^
        hint: write one as {address: …, with: ovn-dbs}, or set the parameter "master_ip""
    `);
  });
  it("an unknown secret", () => {
    expect(mistake(8, "")).toMatchInlineSnapshot(`
      "unknown-secret: m.yaml:7:53: there is no secret "bmc"
        7 |   parameters: {ip: "{node}-bmc", password: {secret: bmc}}
          |                                                     ^
        hint: declare it under "secrets", as in bmc: {file: /path}"
    `);
  });
  it("a secret that is neither in a file nor in the environment", () => {
    expect(mistake(8, "secrets: {bmc: {simulated: true}}")).toMatchInlineSnapshot(`
      "wrong-type: m.yaml:8:16: expected either the key "file" or the key "env" for the secret "bmc", found neither
        8 | secrets: {bmc: {simulated: true}}
          |                ^"
    `);
  });
  it("a secret without a value", () => {
    expect(said(GOOD)).toMatchInlineSnapshot(`
      "missing-secret: m.yaml:7:53: no value for secret "bmc"
        7 |   parameters: {ip: "{node}-bmc", password: {secret: bmc}}
          |                                                     ^
        hint: write it to /etc/bmc"
    `);
  });
});

it("a secret without a value that is used twice is one problem", () => {
  const twice = 'services: {web: {agent: "ocf:heartbeat:apache", parameters: {a: {secret: bmc}, b: {secret: bmc}}}}';
  expect(mistake(3, twice).match(/missing-secret/g)).toHaveLength(1);
});

describe("collisions", () => {
  it("of addresses, however written", () => {
    expect(mistake(4, 'virtual-ips: {one: "fd00::1", two: "fd00:0::0001"}')).toMatchInlineSnapshot(`
      "address-collision: m.yaml:4:36: the address fd00:0::0001 is already that of the virtual IP in line 4
        4 | virtual-ips: {one: "fd00::1", two: "fd00:0::0001"}
          |                                    ^"
    `);
  });
  it("of nodes", () => {
    expect(mistake(2, "nodes: [a1, a2, a1]")).toMatchInlineSnapshot(`
      "duplicate-id: m.yaml:2:17: duplicate node "a1"; the first is in line 2
        2 | nodes: [a1, a2, a1]
          |                 ^"
    `);
  });
  it("of ids", () => {
    expect(mistake(3, "services: {galera: , haproxy: {mounts: {mysql-lib: /a:/b}}}")).toMatchInlineSnapshot(`
      "duplicate-id: m.yaml:3:41: the id "mysql-lib" of a mount of "haproxy" is already that of a mount of "galera"
        3 | services: {galera: , haproxy: {mounts: {mysql-lib: /a:/b}}}
          |                                         ^"
    `);
  });
  it("of constraints with chosen ids", () => {
    const c = "{order: {id: x, first: galera, then: haproxy}}";
    expect(mistake(8, `secrets: {bmc: {env: BMC}}\nconstraints: [${c}, ${c}]`)).toMatchInlineSnapshot(`
      "missing-secret: m.yaml:7:53: no value for secret "bmc"
        7 |   parameters: {ip: "{node}-bmc", password: {secret: bmc}}
          |                                                     ^
        hint: set the environment variable BMC
      duplicate-id: m.yaml:9:63: the id "x" is that of another constraint
        9 | constraints: [{order: {id: x, first: galera, then: haproxy}}, {order: {id: x, first: galera, then: haproxy}}]
          |                                                               ^"
    `);
  });
  it("of operations", () => {
    expect(
      mistake(3, "services: {galera: {operations: {monitor: {role: Promoted, interval: 20s}}}}"),
    ).toMatchInlineSnapshot(`
      "duplicate-id: m.yaml:3:34: two monitor operations have the interval 20s
        3 | services: {galera: {operations: {monitor: {role: Promoted, interval: 20s}}}}
          |                                  ^
        hint: give one of them another interval, if only by a second"
    `);
  });
});

describe("things in the wrong place", () => {
  it("operations where no agent is", () => {
    expect(mistake(3, "services: {haproxy: {operations: {start: 30s}}}")).toMatchInlineSnapshot(`
      "misplaced-key: m.yaml:3:22: the key "operations" does not apply: haproxy is a bundle without an agent inside
        3 | services: {haproxy: {operations: {start: 30s}}}
          |                      ^"
    `);
  });
  it("a node's score that is to be read from an attribute", () => {
    const constraint = "constraints: [{location: {resource: galera, node: a1, score-attribute: pingd}}]";
    expect(mistake(3, constraint)).toMatchInlineSnapshot(`
      "misplaced-key: m.yaml:3:55: the key "score-attribute" does not apply: the score for a node is a number
        3 | constraints: [{location: {resource: galera, node: a1, score-attribute: pingd}}]
          |                                                       ^"
    `);
  });
  it("a profile that is none", () => {
    expect(said("profile: tripleo-trian\nnodes: [a1]\n")).toMatchInlineSnapshot(`
      "bad-value: m.yaml:1:10: expected one of tripleo-liberty, tripleo-mitaka, tripleo-newton, tripleo-ocata, tripleo-pike, tripleo-queens, tripleo-queens-instance-ha, tripleo-rocky, tripleo-stein, tripleo-train, tripleo-train-instance-ha, found "tripleo-trian"
        1 | profile: tripleo-trian
          |          ^
        hint: did you mean "tripleo-train"?"
    `);
  });
  it("fencing without an agent", () => {
    expect(mistake(6, "")).toMatchInlineSnapshot(`
      "missing-key: m.yaml:5:1: expected a fencing device for at least one node
        5 | fencing:
          | ^
        hint: give fencing an agent and parameters, write "fencing: none" to do without, or leave the key out to leave fencing as it is"
    `);
  });
});
