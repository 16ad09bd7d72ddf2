/** For each key of the language a manifest around it, so that a test can ask what the key makes of the CIB. */

const NODES = ["controller-0", "controller-1", "controller-2"];
export const BASE = { nodes: NODES, fencing: "none" };
const OWN = {
  web: { agent: "systemd:httpd" },
  storage: { agent: "ocf:heartbeat:Filesystem", kind: "clone" },
  db: { agent: "ocf:pacemaker:Stateful", kind: "promotable" },
  cache: { agent: "ocf:pacemaker:Stateful", kind: "promotable" },
};

const isPromoted = (key: { readonly role?: unknown }): boolean => key.role === "Promoted";

/** What a map needs, where a key does not take its place. */
const unless = (key: object, others: readonly string[], needed: object): object =>
  others.some((other) => other in key) ? {} : needed;

const inResource = (said: object): object => ({ ...BASE, resources: { it: said } });
const inConstraint = (said: object): object => ({ ...BASE, services: OWN, constraints: [said] });
const AGENT = { agent: "ocf:heartbeat:IPaddr2" };
const BUNDLE = { image: "registry.example.com/web:1" };

/** Of what is said in the CIB's own words. */
const OWN_WORDS: Readonly<Record<string, (key: object) => object>> = {
  "a resource": (key) => inResource({ ...unless(key, ["template"], AGENT), ...key }),
  "a template": (key) => ({ ...BASE, templates: { it: { ...AGENT, ...key } } }),
  "a group": (key) => inResource({ group: { web: "systemd:httpd" }, ...key }),
  "a clone": (key) => inResource({ clone: { web: "systemd:httpd" }, ...key }),
  "a promotable clone": (key) => inResource({ promotable: { db: "ocf:heartbeat:pgsql" }, ...key }),
  "a bundle": (key) => inResource({ bundle: BUNDLE, ...key }),
  "the containers of a bundle": (key) => inResource({ bundle: { ...BUNDLE, ...key } }),
  "a mount of a bundle": (key) => inResource({ bundle: { ...BUNDLE, mounts: { m: { target: "/t", ...key } } } }),
  "an operation of a resource": (key) => inResource({ ...AGENT, operations: { start: key } }),
  "a set of parameters": (key) => inResource({ ...AGENT, parameters: [key] }),
  "a set": (key) => inResource({ ...AGENT, meta: [key] }),
  "a rule": (key) =>
    inConstraint({
      location: { resource: "web", rule: { ...unless(key, ["id-ref"], { when: "defined x" }), ...key } },
    }),
  "a set of resources": (key) =>
    inConstraint({ colocation: { sets: [{ ...unless(key, ["id-ref"], { resources: ["web", "storage"] }), ...key }] } }),
  "a ticket constraint": (key) =>
    inConstraint({ ticket: { ticket: "t", ...unless(key, ["sets"], { resource: "db" }), ...key } }),
  "a fencing level": (key) => ({
    ...BASE,
    services: OWN,
    "fencing-levels": [
      { ...unless(key, ["target", "pattern"], { attribute: "rack", value: "r1" }), devices: "web", ...key },
    ],
  }),
  "an alert": (key) => ({ ...BASE, alerts: { it: { path: "/x", ...key } } }),
  "selected attributes": (key) => ({ ...BASE, alerts: { it: { path: "/x", select: [key] } } }),
  "a recipient": (key) => ({ ...BASE, alerts: { it: { path: "/x", recipients: { a: { value: "b", ...key } } } } }),
  "access control": (key) => ({ ...BASE, acls: key }),
  "an ACL role": (key) => ({ ...BASE, acls: { roles: { it: key } } }),
  "a permission": (key) => ({
    ...BASE,
    acls: {
      roles: {
        it: {
          permissions: [{ kind: "read", ...unless(key, ["reference", "object-type"], { xpath: "/cib" }), ...key }],
        },
      },
    },
  }),
  Corosync: (key) => ({
    ...BASE,
    nodes: NODES.map((name, i) => ({ name, addresses: [`10.0.0.${i}`, ...("links" in key ? [`10.1.0.${i}`] : [])] })),
    corosync: key,
  }),
  "a link": (key) => ({ ...BASE, corosync: { links: [key] } }),
  encryption: (key) => ({ ...BASE, corosync: { crypto: key } }),
  quorum: (key) => ({ ...BASE, nodes: NODES.slice(1), corosync: { quorum: key } }),
  "a quorum device": (key) => ({
    ...BASE,
    nodes: NODES.slice(1),
    corosync: { device: { ...unless(key, ["host"], { host: "qnetd" }), ...key } },
  }),
  "raw XML": (key) => ({ ...BASE, raw: key }),
};

/** A whole manifest around a key of each map, with what that map and that key require. */
export const AROUND: Readonly<Record<string, (key: object) => object>> = {
  "the manifest": (key) =>
    "nodes" in key
      ? { fencing: "none", ...key }
      : {
          ...BASE,
          ...("roles" in key ? { nodes: [{ name: NODES[0], roles: ["Database"] }, ...NODES.slice(1)] } : {}),
          services: { galera: null, rabbitmq: null, ...("resources" in key ? {} : OWN) },
          ...key,
        },
  "a node": (key) => ({
    nodes: [...NODES.slice(1), { name: NODES[0], ...key }],
    fencing: { agent: "fence_ipmilan" },
    roles: { Controller: ["galera"], Network: ["haproxy"] },
    services: ["galera", "haproxy"],
  }),
  fencing: (key) => ({ ...BASE, fencing: { agent: "fence_ipmilan", ...key }, secrets: { bmc: { env: "BMC" } } }),
  "a fencing device": (key) => ({
    ...BASE,
    fencing: { devices: { "controller-0": { agent: "fence_ipmilan", ...key } } },
  }),
  "a virtual IP": (key) => ({
    ...BASE,
    services: ["haproxy", "redis"],
    "virtual-ips": [{ address: "10.0.0.1", ...key }],
  }),
  "the cluster": (key) => ({ ...BASE, services: ["galera"], cluster: { name: "c", ...key } }),
  containers: (key) => ({ ...BASE, services: ["haproxy"], containers: key }),
  TLS: (key) => ({
    ...BASE,
    services: ["galera", "haproxy"],
    tls: "ca-file" in key ? { internal: true, ...key } : key,
  }),
  "a service": (key) => ({
    ...BASE,
    services:
      "agent" in key || "kind" in key || "clone-meta" in key
        ? { storage: { ...OWN.storage, ...key } }
        : { galera: key },
  }),
  "a probe": (key) => ({ ...BASE, services: { web: { ...OWN.web, probe: key } } }),
  "an HTTP probe": (key) => ({
    ...BASE,
    services: { web: { ...OWN.web, probe: { http: { port: 80, path: "/", ...key } } } },
  }),
  "a mount": (key) => ({ ...BASE, services: { galera: { mounts: { m: { source: "/s", target: "/t", ...key } } } } }),
  "container options": (key) => ({ ...BASE, services: { galera: { options: key } } }),
  "an operation": (key) => ({
    ...BASE,
    services: {
      web: { ...OWN.web, operations: { start: isPromoted(key) || "remove" in key ? {} : key } },
      ...("remove" in key ? { galera: { operations: { monitor: [{ role: "Promoted", ...key }] } } } : {}),
      db: isPromoted(key) ? { ...OWN.db, operations: { monitor: [{ timeout: "9s", ...key }] } } : OWN.db,
    },
  }),
  "a reference to a secret": (key) => ({
    ...BASE,
    services: { galera: { parameters: { p: key } } },
    secrets: { bmc: { env: "BMC" } },
  }),
  "a constraint": (key) => ({ ...BASE, services: OWN, constraints: [key] }),
  "a location constraint": (key) => ({
    ...BASE,
    services: { galera: null, ...OWN },
    constraints: [
      {
        location: {
          ...unless(key, ["pattern", "sets"], { resource: "web" }),
          ...(["value", "operation", "score-attribute"].some((name) => name in key)
            ? { attribute: "rack", value: "r1" }
            : {}),
          ...unless(key, ["rule", "attribute", "value", "operation", "score-attribute"], { node: NODES[0] }),
          ...key,
        },
      },
    ],
  }),
  "a colocation constraint": (key) => ({
    ...BASE,
    services: OWN,
    constraints: [{ colocation: { ...unless(key, ["sets"], { resource: "db", with: "cache" }), ...key } }],
  }),
  "an order constraint": (key) => ({
    ...BASE,
    services: OWN,
    // biome-ignore lint/suspicious/noThenProperty: Pacemaker's word for it, and never a function
    constraints: [{ order: { ...unless(key, ["sets"], { first: "db", then: "cache" }), ...key } }],
  }),
  ...OWN_WORDS,
  "a secret": (key) => ({ ...BASE, secrets: { bmc: "file" in key ? key : { env: "BMC", ...key } } }),
};

/** The manifest without any such map, for keys that the map cannot do without; {@link BASE} where none is named. */
export const WITHOUT: Readonly<Record<string, object>> = {
  "the manifest": { ...BASE, services: { galera: null, rabbitmq: null, ...OWN } },
  "a virtual IP": { ...BASE, services: ["haproxy", "redis"] },
  "a quorum device": { ...BASE, nodes: NODES.slice(1) },
  "a probe": { ...BASE, services: { web: OWN.web } },
  "an HTTP probe": { ...BASE, services: { web: OWN.web } },
  "a mount": { ...BASE, services: ["galera"] },
  "container options": { ...BASE, services: ["galera"] },
  "a reference to a secret": { ...BASE, services: ["galera"] },
  "a constraint": { ...BASE, services: OWN },
  "a rule": { ...BASE, services: OWN },
  "a set of resources": { ...BASE, services: OWN },
  "a ticket constraint": { ...BASE, services: OWN },
  "a fencing level": { ...BASE, services: OWN },
  "a location constraint": { ...BASE, services: { galera: null, ...OWN } },
  "a colocation constraint": { ...BASE, services: OWN },
  "an order constraint": { ...BASE, services: OWN },
  "a node": { ...BASE, nodes: NODES.slice(1), fencing: { agent: "fence_ipmilan" }, services: ["galera", "haproxy"] },
};
