/**
 * The deck's control plane as a configuration for tests: three controllers, six bundles, seven virtual addresses, one
 * fencing device per controller and a second level for two of them. Written here in short form so that what a story
 * depends on can be read; the catalogue's own is in src/manifest.
 */

import { type AttributeInput, type Element, element, withAttribute } from "../../src/cib/xml/tree.ts";

export const CONTROLLERS = ["controller-0", "controller-1", "controller-2"] as const;
const VIRTUAL_ADDRESSES = ["192.168.24.38", "10.0.0.101", "172.17.1.84", "172.17.1.18", "172.17.3.122", "172.17.4.90"];
const OVN_ADDRESS = "172.17.1.74";

type Pairs = Readonly<Record<string, string>>;

function pairs(tag: string, owner: string, values: Pairs): Element[] {
  const id = `${owner}-${tag}`;
  const nvpairs = Object.entries(values).map(([name, value]) =>
    element("nvpair", { id: `${id}-${name}`, name, value }),
  );
  return nvpairs.length === 0 ? [] : [element(tag, { id }, nvpairs)];
}

interface Operation {
  readonly name: string;
  readonly interval?: string;
  readonly timeout?: string;
  readonly role?: string;
  readonly onFail?: string;
}

interface PrimitiveInput {
  readonly id: string;
  readonly agent: string;
  readonly parameters?: Pairs;
  readonly meta?: Pairs;
  readonly operations?: readonly Operation[];
}

function primitive({ id, agent, parameters = {}, meta = {}, operations = [] }: PrimitiveInput): Element {
  const [cls, provider, type] = agent.startsWith("stonith:")
    ? ["stonith", undefined, agent.slice(8)]
    : agent.split(":");
  const ops = operations.map(({ name, interval = "0s", timeout, role, onFail }) =>
    element("op", { id: `${id}-${name}-interval-${interval}`, name, interval, timeout, role, "on-fail": onFail }),
  );
  return element("primitive", { id, class: cls, provider, type }, [
    ...pairs("instance_attributes", id, parameters),
    ...pairs("meta_attributes", id, meta),
    ...(ops.length === 0 ? [] : [element("operations", {}, ops)]),
  ]);
}

function bundle(
  id: string,
  container: AttributeInput,
  port: string | undefined,
  inner: PrimitiveInput | undefined,
): Element {
  return element("bundle", { id }, [
    element("podman", {
      image: `cluster.common.tag/${id}:pcmklatest`,
      network: "host",
      "run-command": "/bin/bash /usr/local/bin/kolla_start",
      ...container,
    }),
    ...(port === undefined ? [] : [element("network", { "control-port": port })]),
    ...(inner === undefined ? [] : [primitive(inner)]),
  ]);
}

const HOST = { "container-attribute-target": "host" };
const promoted = (name: string, interval: string) => ({ name, interval, role: "Promoted", timeout: "30s" });
const unpromoted = (name: string, interval: string) => ({ name, interval, role: "Unpromoted", timeout: "30s" });

function bundles(): Element[] {
  const address = `gcomm://${CONTROLLERS.join(",")}`;
  return [
    bundle("galera-bundle", { replicas: "3", "promoted-max": "3" }, "3123", {
      id: "galera",
      agent: "ocf:heartbeat:galera",
      parameters: { wsrep_cluster_address: address, enable_creation: "true" },
      meta: { ...HOST, ordered: "true" },
      operations: [
        promoted("monitor", "10s"),
        unpromoted("monitor", "30s"),
        { name: "promote", timeout: "300s", onFail: "block" },
        { name: "start", timeout: "120s" },
      ],
    }),
    bundle("rabbitmq-bundle", { replicas: "3" }, "3122", {
      id: "rabbitmq",
      agent: "ocf:heartbeat:rabbitmq-cluster",
      meta: { ...HOST, notify: "true" },
      operations: [
        { name: "monitor", interval: "10s", timeout: "40s" },
        { name: "start", timeout: "200s" },
        { name: "stop", timeout: "200s" },
      ],
    }),
    bundle("redis-bundle", { replicas: "3", "promoted-max": "1" }, "3124", {
      id: "redis",
      agent: "ocf:heartbeat:redis",
      parameters: { wait_last_known_master: "true" },
      meta: { ...HOST, interleave: "true", notify: "true", ordered: "true" },
      operations: [
        promoted("monitor", "20s"),
        unpromoted("monitor", "60s"),
        { name: "start", timeout: "200s" },
        { name: "promote", timeout: "120s" },
      ],
    }),
    bundle("ovn-dbs-bundle", { replicas: "3", "promoted-max": "1" }, "3125", {
      id: "ovndb_servers",
      agent: "ocf:ovn:ovndb-servers",
      parameters: { master_ip: OVN_ADDRESS },
      meta: { ...HOST, notify: "true" },
      operations: [promoted("monitor", "10s"), unpromoted("monitor", "30s"), { name: "start", timeout: "200s" }],
    }),
    bundle("haproxy-bundle", { replicas: "3" }, undefined, undefined),
    bundle("openstack-cinder-volume", { replicas: "1" }, undefined, undefined),
  ];
}

function virtualAddress(ip: string): Element {
  const operations = [
    { name: "monitor", interval: "10s", timeout: "20s" },
    { name: "start", timeout: "20s" },
    { name: "stop", timeout: "20s" },
  ];
  return primitive({
    id: `ip-${ip}`,
    agent: "ocf:heartbeat:IPaddr2",
    parameters: { ip, cidr_netmask: "32" },
    meta: { "resource-stickiness": "INFINITY" },
    operations,
  });
}

function fenceDevice(id: string, target: string): Element {
  return primitive({
    id,
    agent: "stonith:fence_ipmilan",
    parameters: { pcmk_host_list: target },
    operations: [{ name: "monitor", interval: "60s" }],
  });
}

function order(first: string, firstAction: string, second: string, secondAction: string): Element {
  const constraint = element("rsc_order", {
    id: `order-${first}-${second}-Optional`,
    first,
    "first-action": firstAction,
    kind: "Optional",
  });
  return withAttribute(withAttribute(constraint, "then", second), "then-action", secondAction);
}

function constraints(): Element[] {
  const colocation = (rsc: string, withRsc: string, role?: string) =>
    element("rsc_colocation", {
      id: `colocation-${rsc}-${withRsc}-INFINITY`,
      rsc,
      "with-rsc": withRsc,
      "with-rsc-role": role,
      score: "INFINITY",
    });
  return [
    ...VIRTUAL_ADDRESSES.flatMap((ip) => [
      order(`ip-${ip}`, "start", "haproxy-bundle", "start"),
      colocation(`ip-${ip}`, "haproxy-bundle"),
    ]),
    colocation(`ip-${OVN_ADDRESS}`, "ovn-dbs-bundle", "Promoted"),
    order("ovn-dbs-bundle", "promote", `ip-${OVN_ADDRESS}`, "start"),
    ...CONTROLLERS.map((node) =>
      element("rsc_location", { id: `location-fence-${node}-avoids`, rsc: `fence-${node}`, node, score: "-10000" }),
    ),
  ];
}

/** The configuration of the deck's cluster. */
export function deckConfiguration(): Element {
  const level = (target: string, index: string, devices: string) =>
    element("fencing-level", { id: `fl-${target}-${index}`, target, index, devices });
  return element("configuration", {}, [
    element("crm_config", {}, [
      element("cluster_property_set", { id: "cib-bootstrap-options" }, [
        element("nvpair", { id: "cib-bootstrap-options-cluster-name", name: "cluster-name", value: "tripleo_cluster" }),
        element("nvpair", { id: "cib-bootstrap-options-stonith-enabled", name: "stonith-enabled", value: "true" }),
      ]),
    ]),
    element(
      "nodes",
      {},
      CONTROLLERS.map((uname, i) => element("node", { id: String(i + 1), uname })),
    ),
    element("resources", {}, [
      ...bundles(),
      ...[...VIRTUAL_ADDRESSES, OVN_ADDRESS].map(virtualAddress),
      ...CONTROLLERS.map((node) => fenceDevice(`fence-${node}`, node)),
      fenceDevice("fence-pdu", CONTROLLERS.join(" ")),
    ]),
    element("constraints", {}, constraints()),
    element("fencing-topology", {}, [
      ...CONTROLLERS.map((node) => level(node, "1", `fence-${node}`)),
      level("controller-0", "2", "fence-pdu"),
      level("controller-1", "2", "fence-pdu"),
    ]),
    element("rsc_defaults", {}, [
      element("meta_attributes", { id: "rsc_defaults-options" }, [
        element("nvpair", { id: "rsc_defaults-stickiness", name: "resource-stickiness", value: "INFINITY" }),
      ]),
    ]),
  ]);
}
