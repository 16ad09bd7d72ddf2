/** What the changes begin with, and what they add and remove: one of each kind of resource, with agents that are quick. */
import type { Bundle, Clone, Configuration, Pairs, Primitive, Resource } from "./configuration.ts";

export const NODES = ["controller-0", "controller-1", "controller-2"] as const;
export const DUMMY = "ocf:pacemaker:Dummy";
export const STATEFUL = "ocf:pacemaker:Stateful";
export const MONITOR = { name: "monitor", interval: "20s", settings: { timeout: "40s" } } as const;

const dummy = (id: string): Primitive => ({
  id,
  agent: DUMMY,
  parameters: {},
  meta: {},
  operations: [MONITOR, ...STOP],
});
const STOP = [{ name: "stop", interval: "0s", settings: { timeout: "60s" } }] as const;
const stateful = (id: string, agent = STATEFUL): Primitive => ({
  id,
  agent,
  parameters: {},
  meta: {},
  operations: [
    { name: "monitor", interval: "20s", settings: { timeout: "40s", role: "Unpromoted" } },
    { name: "monitor", interval: "15s", settings: { timeout: "40s", role: "Promoted" } },
    ...STOP,
  ],
});
const CONTAINER = { image: "localhost/lab/tiny:1", network: "host" } as const;
export const OPTIONS = "--user=root --log-driver=k8s-file";

const haproxy = (id: string): Bundle => ({
  kind: "bundle",
  id,
  meta: {},
  container: {
    ...CONTAINER,
    replicas: "3",
    options: OPTIONS,
    "run-command": "/usr/sbin/haproxy -W -db -f /etc/haproxy/haproxy.cfg",
  },
  port: undefined,
  mounts: [{ id: "cfg", source: "/etc/haproxy", target: "/etc/haproxy", options: "ro" }],
  inner: undefined,
});
const stateBundle = (id: string): Bundle => ({
  kind: "bundle",
  id,
  meta: {},
  container: {
    ...CONTAINER,
    replicas: "3",
    "promoted-max": "1",
    options: OPTIONS,
    "run-command": "/usr/sbin/pacemaker_remoted",
  },
  port: "3125",
  mounts: [{ id: "hosts", source: "/etc/hosts", target: "/etc/hosts", options: "ro" }],
  inner: stateful("state", "ocf:heartbeat:Stateful"),
});
const virtualIp = (id: string, address: string): Primitive => ({
  id,
  agent: "ocf:heartbeat:IPaddr2",
  parameters: { ip: address, cidr_netmask: "32", nic: "eth0" },
  meta: {},
  operations: [MONITOR],
});
const device = (node: string, bmc: string): Resource => ({
  kind: "primitive",
  id: `fence-${node}`,
  agent: "stonith:fence_ipmilan",
  parameters: {
    ip: bmc,
    username: "admin",
    password: "secret",
    lanplus: "1",
    cipher: "3",
    pcmk_host_list: node,
    pcmk_host_check: "static-list",
  },
  meta: {},
  operations: [{ name: "monitor", interval: "60s", settings: {} }],
});
const single = (p: Primitive): Resource => ({ kind: "primitive", ...p });
const cloneOf = (id: string, inner: Clone["inner"], meta: Pairs = {}): Clone => ({ kind: "clone", id, meta, inner });

/** What a change may add, once each. */
export const SERVICES: readonly Resource[] = [
  single(dummy("lone-1")),
  single(dummy("lone-2")),
  single({ ...dummy("mover"), meta: { "allow-migrate": "true" } }),
  single(virtualIp("vip-1", "10.89.8.61")),
  single(virtualIp("vip-2", "10.89.8.62")),
  { kind: "group", id: "pair", meta: {}, members: [dummy("pair-first"), dummy("pair-second")] },
  cloneOf("everywhere", dummy("every")),
  cloneOf(
    "rows",
    { kind: "group", id: "row", meta: {}, members: [dummy("row-a"), dummy("row-b")] },
    { interleave: "true" },
  ),
  cloneOf("roles", stateful("role"), { promotable: "true", interleave: "true" }),
  haproxy("web"),
  stateBundle("store"),
];

export const FIRST: Configuration = {
  resources: [
    ...NODES.map((node, i) => device(node, `10.89.8.${101 + i}`)),
    ...SERVICES.filter(({ id }) => !["lone-2", "vip-2", "rows"].includes(id)),
  ],
  constraints: [],
  // What the machine is busy with besides is no part of the test.
  properties: { "load-threshold": "0%" },
  resourceDefaults: {},
  operationDefaults: {},
  nodes: {},
};
