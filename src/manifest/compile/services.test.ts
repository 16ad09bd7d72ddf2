/** What can be said of a service, and what comes of it. Over 300 lines: the claims share their helpers. */
import { describe, expect, it } from "vitest";
import { emptyCib } from "../../cib/empty.ts";
import { validateCib } from "../../cib/validate.ts";
import { printXml } from "../../cib/xml/print.ts";
import { type Element, element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import { manifestSchema } from "../language/json-schema.ts";
import { readManifest } from "../manifest.ts";
import { merge } from "../merge/merge.ts";
import { secretReferences } from "../model/secrets.ts";
import { settingsOf } from "../model/settings.ts";
import { type Compiled, compile } from "./compile.ts";

function compiled(text: string, secret: (name: string) => string | undefined = () => undefined): Compiled {
  const read = readManifest(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const result = compile(read.manifest, { secret });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  expect(validateCib(merge(emptyCib(), result.compiled))).toEqual({ refusals: [], warnings: [], more: 0 });
  return result.compiled;
}

function find(c: Compiled, id: string): Element {
  for (const e of [...c.resources, ...c.constraints, ...c.levels])
    for (const x of walk(e)) if (idOf(x) === id) return x;
  throw new Error(`no ${id}`);
}

const THREE = "nodes: [a1, a2, a3]\nfencing: none\n";

describe("a service of the catalogue, overridden", () => {
  const c = compiled(`${THREE}
services:
  galera:
    image: example.com/mariadb:10
    options: {add: "--cpus=4"}
    replicas: 2
    control-port: 3200
    mounts: {mysql-dev-log: null, mysql-lib: "/srv/mysql:/var/lib/mysql:rw,z", extra: {target: /x, source-root: /y}}
    parameters: {log: null, enable_creation: false, socket: /run/m.sock}
    meta: {migration-threshold: 3, ordered: null}
    bundle-meta: {priority: 10}
    operations:
      start: 5min
      stop: {timeout: 90s, on-fail: block}
      promote: null
      monitor:
        - {role: Promoted, timeout: 99s}
        - {role: Unpromoted, remove: true}
        - {interval: 7s}
`);
  const podman = elements(find(c, "galera-bundle"), "podman")[0] as Element;

  it("its container", () => {
    expect(get(podman, "image")).toBe("example.com/mariadb:10");
    expect(get(podman, "options")).toMatch(/KOLLA_CONFIG_STRATEGY=COPY_ALWAYS --cpus=4$/);
    expect([get(podman, "replicas"), get(podman, "promoted-max")]).toEqual(["2", "2"]);
    const storage = elements(find(c, "galera-bundle"), "storage")[0] as Element;
    expect(elements(storage).map(idOf)).not.toContain("mysql-dev-log");
    expect(get(find(c, "mysql-lib"), "source-dir")).toBe("/srv/mysql");
    expect(get(find(c, "extra"), "source-dir-root")).toBe("/y");
  });

  it("its parameters and meta attributes", () => {
    const names = (id: string): string[] => elements(find(c, id)).map((e) => `${get(e, "name")}=${get(e, "value")}`);
    expect(names("galera-instance_attributes")).toContain("enable_creation=false");
    expect(names("galera-instance_attributes").join()).not.toContain("log=");
    expect(names("galera-meta_attributes")).toEqual([
      "container-attribute-target=host",
      "migration-threshold=3",
      "promoted-max=2",
    ]);
    expect(names("galera-bundle-meta_attributes")).toEqual(["priority=10"]);
  });

  it("its operations", () => {
    const operations = elements(elements(find(c, "galera"), "operations")[0] ?? element("none"));
    expect(
      operations.map((o) =>
        [get(o, "name"), get(o, "interval"), get(o, "role"), get(o, "timeout"), get(o, "on-fail")].join(" "),
      ),
    ).toEqual([
      "demote 0s  120s ",
      "monitor 7s  30s ",
      "monitor 10s Promoted 99s ",
      "start 0s  5min ",
      "stop 0s  90s block",
    ]);
  });
});

describe("services of one's own", () => {
  const c = compiled(`${THREE}
services:
  web: {agent: "systemd:httpd", operations: {monitor: {interval: 30s}}}
  storage: {agent: "ocf:heartbeat:Filesystem", kind: clone, clone-meta: {interleave: true}, parameters: {device: /dev/sdb}}
  drbd: {agent: "ocf:linbit:drbd", kind: promotable, promoted-max: 1}
  proxy: {image: "example.com/proxy:1", mounts: {proxy-etc: "/etc/proxy:/etc/proxy:ro"}}
  cache: {image: "example.com/cache:1", agent: "ocf:heartbeat:memcached", control-port: 3130}
virtual-ips:
  one: {address: 10.0.0.1, with: drbd}
  two: {address: 10.0.0.2, with: web}
  three: 10.0.0.3
constraints:
  - order: {first: storage, then: web}
  - order: {first: drbd, first-action: promote, then: storage}
  - colocation: {resource: web, with: storage, score: 100}
  - location: {resource: web, node: a1, score: 50}
  - location: {resource: proxy, attribute: proxy, value: "yes"}
  - location: {resource: proxy, attribute: old, score: -INFINITY}
`);

  it("become what they are called", () => {
    expect(c.resources.map((r) => `${r.name} ${idOf(r)}`)).toEqual([
      "primitive ip-10.0.0.3",
      "primitive ip-10.0.0.2",
      "primitive web",
      "clone storage-clone",
      "clone drbd-clone",
      "primitive ip-10.0.0.1",
      "bundle proxy-bundle",
      "bundle cache-bundle",
    ]);
  });

  it("are started after another's promotion, unless something else is said", () => {
    expect(get(find(c, "order-drbd-clone-storage-clone-mandatory"), "then-action")).toBe("start");
  });

  it("have constraints with pcs's ids", () => {
    expect(c.constraints.map(idOf)).toEqual([
      "order-ip-10.0.0.2-web-Optional",
      "colocation-ip-10.0.0.2-web-INFINITY",
      "order-drbd-clone-ip-10.0.0.1-Optional",
      "colocation-ip-10.0.0.1-drbd-clone-INFINITY",
      "order-storage-clone-web-mandatory",
      "order-drbd-clone-storage-clone-mandatory",
      "colocation-web-storage-clone-100",
      "location-web-a1-50",
      "location-proxy-bundle",
      "location-proxy-bundle-1",
    ]);
  });
});

it("docker logs to the journal, and needs no longer default timeout", () => {
  const c = compiled(
    `${THREE}profile: tripleo-train\ncontainers: {runtime: docker, registry: "r.example.com:5000", namespace: train, tag: "1"}\nservices: [haproxy]\n`,
  );
  const docker = elements(find(c, "haproxy-bundle"), "docker")[0] as Element;
  expect(get(docker, "image")).toBe("r.example.com:5000/train/haproxy:1");
  expect(get(docker, "options")).toBe("--user=root --log-driver=journald -e KOLLA_CONFIG_STRATEGY=COPY_ALWAYS");
  expect(settingsOf(c.settings, "operation-defaults").size).toBe(0);
});

it("roles say which services run where", () => {
  const c = compiled(`
fencing: none
roles: {Database: [galera], Balancer: [haproxy]}
nodes: {d1: {roles: [Database]}, d2: {roles: [Database]}, b1: {roles: [Balancer]}, all: {host: all.example.com}}
services: [galera, haproxy]
`);
  expect(c.nodes.map((n) => [...n.attributes.keys()].join())).toEqual([
    "galera-role",
    "galera-role",
    "haproxy-role",
    "galera-role,haproxy-role",
  ]);
  expect(get(find(c, "galera-instance_attributes-wsrep_cluster_address"), "value")).toBe(
    "gcomm://d1,d2,all.example.com",
  );
});

it("an IPv6 address has TripleO's prefix, label and id", () => {
  const c = compiled(`${THREE}services: [haproxy]\nvirtual-ips: {public: {address: "fd00:fd00::10", nic: vlan20}}\n`);
  const values = elements(find(c, "ip-fd00.fd00..10-instance_attributes")).map(
    (e) => `${get(e, "name")}=${get(e, "value")}`,
  );
  expect(values).toEqual([
    "cidr_netmask=128",
    "ip=fd00:fd00::10",
    "lvs_ipv6_addrlabel=true",
    "lvs_ipv6_addrlabel_value=99",
    "nic=vlan20",
  ]);
});

describe("fencing", () => {
  const c = compiled(
    `
nodes:
  - a1
  - name: a2
    fencing:
      - {mac: 52:54:00:00:00:02}
      - {agent: fence_kdump, level: 2}
fencing:
  agent: fence_ipmilan
  delay: 1min
  parameters: {ip: "{node}.bmc", password: {secret: bmc}}
secrets: {bmc: {file: /etc/bmc}}
`,
    () => "sesame",
  );

  it("has a device a node, and levels", () => {
    expect(c.levels.map((l) => `${idOf(l)} ${get(l, "devices")}`)).toEqual([
      "fl-a1-1 stonith-fence_ipmilan-a1",
      "fl-a2-1 stonith-fence_ipmilan-525400000002",
      "fl-a2-2 stonith-fence_kdump-a2",
    ]);
    expect(c.constraints.map(idOf)).toContain("location-stonith-fence_ipmilan-a1-a1--10000");
    expect(get(find(c, "stonith-fence_ipmilan-a1-instance_attributes-ip"), "value")).toBe("a1.bmc");
    expect(get(find(c, "stonith-fence_ipmilan-a1-instance_attributes-delay"), "value")).toBe("60");
    expect(settingsOf(c.settings, "properties").get("stonith-enabled")).toBe("true");
  });

  it("keeps the template's parameters from other agents", () => {
    const values = elements(find(c, "stonith-fence_kdump-a2-instance_attributes")).map((e) => get(e, "name"));
    expect(values).toEqual(["delay", "pcmk_host_list"]);
  });

  it("says which values are secret", () => {
    expect([...c.secretValues]).toEqual(["sesame"]);
  });
});

it("secrets say where they are kept, and whether a simulated cluster needs them", () => {
  const read = readManifest(`${THREE}secrets: {one: {file: /etc/one}, two: {env: TWO, simulated: true}}\n`);
  expect(read.ok && secretReferences(read.manifest)).toEqual([
    { name: "one", from: { file: "/etc/one" } },
    { name: "two", from: { env: "TWO" }, simulated: "simulated-two" },
  ]);
});

it("the order of keys changes nothing", () => {
  const a = compiled(`${THREE}services: {galera: {parameters: {a: 1, b: 2}}, haproxy: }\n`);
  const b = compiled(`services: {haproxy: , galera: {parameters: {b: 2, a: 1}}}\n${THREE}`);
  expect(printXml(merge(emptyCib(), b))).toBe(printXml(merge(emptyCib(), a)));
});

it("publishes a JSON Schema with every section", () => {
  const schema = manifestSchema() as { properties: Record<string, unknown>; required: string[] };
  expect(Object.keys(schema.properties).sort()).toEqual([
    "acls",
    "alerts",
    "cluster",
    "constraints",
    "containers",
    "corosync",
    "fencing",
    "fencing-levels",
    "nodes",
    "operation-defaults",
    "profile",
    "properties",
    "raw",
    "resource-defaults",
    "resources",
    "roles",
    "secrets",
    "services",
    "tags",
    "templates",
    "tls",
    "virtual-ips",
  ]);
  expect(() => JSON.stringify(schema)).not.toThrow();
});

describe("nodes", () => {
  it("take the lowest ids that no node of the manifest asks for", () => {
    const c = compiled("nodes: [a1, {name: a2, id: 1}, {name: a3, id: 3}, a4]\nfencing: none\n");
    expect(c.nodes.map((n) => `${n.name} ${n.id}`)).toEqual(["a1 2", "a2 1", "a3 3", "a4 4"]);
  });

  it("of which there is one: its fencing device may run on it, since no other could run it", () => {
    expect(compiled("nodes: [a1]\nfencing: {agent: fence_xvm}\n").constraints).toEqual([]);
    expect(compiled("nodes: [a1, a2]\nfencing: {agent: fence_xvm}\n").constraints.map(idOf)).toEqual([
      "location-stonith-fence_xvm-a1-a1--10000",
      "location-stonith-fence_xvm-a2-a2--10000",
    ]);
  });
});

it("operations of one name and role are distinguished by their interval", () => {
  const c = compiled(`
nodes: [a1, {name: a2, fencing: {operations: {monitor: {interval: 10, timeout: 5s}}}}]
fencing: {agent: fence_xvm, operations: {monitor: [{interval: 60s}, {interval: 10s, timeout: 8s}]}}
`);
  const monitors = (node: string): string[] =>
    elements(elements(find(c, `stonith-fence_xvm-${node}`), "operations")[0] as Element).map(
      (o) => `${get(o, "interval")} ${get(o, "timeout")}`,
    );
  expect(monitors("a1")).toEqual(["60s undefined", "10s 8s"]);
  expect(monitors("a2")).toEqual(["60s undefined", "10 5s"]);
});

it.each(["", undefined])("a secret whose value is %j is no secret, and nothing is compiled", (value) => {
  const read = readManifest(
    `${THREE}services: {galera: {parameters: {word: {secret: s}}}}\nsecrets: {s: {file: /etc/s}}\n`,
  );
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const result = compile(read.manifest, { secret: () => value });
  expect(result.ok ? [] : result.problems.map((p) => p.code)).toEqual(["missing-secret"]);
});
