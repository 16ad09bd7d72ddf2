/**
 * The manifest language: every section and key. docs say what they mean; this is what may be written. The service
 * section, the largest, is in language-service.ts.
 */
import { parseAddress } from "./address.ts";
import * as type from "./field-types.ts";
import { operations, parameters, plainSettings, service } from "./language-service.ts";
import { dictionary, either, list, located, nothing, oneOf, type Read, record, type Shape, scalar } from "./shape.ts";

const address: Shape<string> = scalar({
  expected: "an IPv4 or IPv6 address",
  schema: { type: "string" },
  parse: (t) => (parseAddress(t) === undefined ? undefined : t),
});

const device = record(
  "a fencing device",
  {},
  {
    agent: type.agentOfFencing,
    mac: type.mac,
    level: type.integer(1, 9),
    delay: type.duration,
    parameters,
    operations,
  },
);

const devices = either(device, list(device, "fencing devices"));

const node = record(
  "a node",
  {},
  {
    id: type.integer(1, 2147483647),
    attributes: plainSettings,
    roles: list(located(type.name), "roles"),
    fencing: devices,
    host: type.text,
  },
);

const listedNode = record(
  "a node",
  { name: located(type.nodeName) },
  {
    id: type.integer(1, 2147483647),
    attributes: plainSettings,
    roles: list(located(type.name), "roles"),
    fencing: devices,
    host: type.text,
  },
);

const nodes = either(
  list(either(located(type.nodeName), listedNode), "nodes"),
  dictionary(type.nodeName, either(node, nothing), "nodes"),
);

const virtualIp = record(
  "a virtual IP",
  { address: located(address) },
  {
    with: located(type.name),
    nic: type.name,
    parameters,
    meta: plainSettings,
    operations,
  },
);

const fencing = record(
  "fencing",
  {},
  {
    agent: type.agentOfFencing,
    delay: type.duration,
    parameters,
    operations,
    avoid: either(type.score, oneOf("none")),
    devices: dictionary(type.nodeName, devices, "nodes to their fencing devices"),
  },
);

const location = record(
  "a location constraint",
  { resource: located(type.name) },
  {
    id: type.name,
    node: located(type.nodeName),
    attribute: type.name,
    value: type.text,
    operation: oneOf("eq", "ne", "lt", "gt", "lte", "gte", "defined", "not_defined"),
    score: type.score,
    discovery: oneOf("always", "never", "exclusive"),
  },
);

const role = oneOf("Started", "Promoted", "Unpromoted");

const colocation = record(
  "a colocation constraint",
  { resource: located(type.name), with: located(type.name) },
  {
    id: type.name,
    score: type.score,
    role,
    "with-role": role,
    influence: type.boolean,
  },
);

const action = oneOf("start", "stop", "promote", "demote");

const order = record(
  "an order constraint",
  // biome-ignore lint/suspicious/noThenProperty: Pacemaker's word for it, and never a function
  { first: located(type.name), then: located(type.name) },
  {
    id: type.name,
    "first-action": action,
    "then-action": action,
    kind: oneOf("Mandatory", "Optional", "Serialize"),
    symmetrical: type.boolean,
    "require-all": type.boolean,
  },
);

const constraint = record("a constraint", {}, { location, colocation, order });

const secret = record(
  "a secret",
  {},
  { file: type.absolutePath, env: type.environmentVariable, simulated: type.boolean },
);

const cluster = either(type.text, record("the cluster", { name: type.text }, { domain: type.domain }));

const containers = record(
  "containers",
  {},
  {
    runtime: oneOf("podman", "docker"),
    registry: type.text,
    namespace: type.text,
    prefix: type.text,
    tag: type.text,
  },
);

const tls = record("TLS", {}, { internal: type.boolean, public: type.boolean, "ca-file": type.absolutePath });

export const manifestShape = record(
  "the manifest",
  { nodes },
  {
    fencing: either(fencing, oneOf("none")),
    cluster,
    roles: dictionary(type.name, list(located(type.name), "services"), "roles to their services"),
    containers,
    tls,
    services: either(list(located(type.name), "services"), dictionary(type.name, either(service, nothing), "services")),
    "virtual-ips": either(
      list(either(located(address), virtualIp), "addresses"),
      dictionary(type.name, either(located(address), virtualIp), "names to addresses"),
    ),
    properties: plainSettings,
    "resource-defaults": plainSettings,
    "operation-defaults": plainSettings,
    constraints: list(located(constraint), "constraints"),
    secrets: dictionary(type.name, secret, "secrets"),
  },
);

export type Declared = Read<typeof manifestShape>;
export type DeclaredNode = Read<typeof node>;
export type DeclaredDevice = Read<typeof device>;
export type DeclaredFencing = Read<typeof fencing>;
export type DeclaredVirtualIp = Read<typeof virtualIp>;
export type DeclaredConstraint = Read<typeof constraint>;
