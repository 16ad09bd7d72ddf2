/**
 * The manifest language: every section and key, what may be written there and what it means. Editors show the
 * descriptions (they are in the JSON Schema), and docs/manifest.md lists them. Nodes and
 * fencing, services, and constraints are in files of their own.
 */
import { PROFILES } from "../profiles/profiles.ts";
import { parseAddress } from "../read/address.ts";
import * as type from "../read/field-types.ts";
import {
  described,
  dictionary,
  either,
  list,
  located,
  nothing,
  oneOf,
  type Read,
  record,
  type Shape,
  scalar,
} from "../read/shape.ts";
import { aclsShape } from "../words/acls.ts";
import { alert } from "../words/alerts.ts";
import { constraint } from "../words/constraint.ts";
import { fencingLevels } from "../words/fencing-levels.ts";
import { templateWord } from "../words/primitive.ts";
import { raw } from "../words/raw.ts";
import { resourceWord } from "../words/resource.ts";
import { setList } from "../words/sets.ts";
import { corosyncSection } from "./corosync.ts";
import { fencing, nodes } from "./nodes.ts";
import { operations, parameters, plainSettings, service } from "./service.ts";

const address: Shape<string> = scalar({
  expected: "an IPv4 or IPv6 address",
  schema: { type: "string" },
  parse: (t) => (parseAddress(t) === undefined ? undefined : t),
});

const virtualIp = record(
  "a virtual IP",
  { address: described(located(address), "IPv4 or IPv6 address.", { example: "10.0.0.101" }) },
  {
    with: described(
      located(type.name),
      "Service that the address goes with: it runs where an instance of that service runs, the promoted one where there are roles. Default: ovn-dbs for a virtual IP called ovn or ovn-dbs, else haproxy, where the manifest has them.",
      { example: "redis" },
    ),
    nic: described(type.name, "Network interface. Default: IPaddr2 finds it.", { example: "vlan20" }),
    parameters: described(
      parameters,
      "Parameters of ocf:heartbeat:IPaddr2, merged with TripleO's; an empty value takes one away.",
      { example: { arp_count: 10 } },
    ),
    meta: described(
      plainSettings,
      "Meta attributes, merged with resource-stickiness=INFINITY; an empty value takes one away.",
      { example: { "resource-stickiness": 100 } },
    ),
    operations: described(operations, "Operations, merged with TripleO's: monitor every 10s, and timeouts of 20s.", {
      example: { monitor: "30s" },
    }),
  },
);

const secret = record(
  "a secret",
  {},
  {
    file: described(type.absolutePath, "File whose text is the secret. Either this or env.", {
      example: "/etc/holdfast/bmc",
    }),
    env: described(type.environmentVariable, "Environment variable whose value is the secret. Either this or file.", {
      example: "BMC_PASSWORD",
    }),
    simulated: described(
      type.boolean,
      "Whether a simulated cluster may use a made-up value (simulated-NAME), so that the secret need not be set there.",
      { default: false, example: true },
    ),
  },
);

const cluster = either(
  type.text,
  record(
    "the cluster",
    {},
    {
      name: described(
        type.text,
        "Name of the cluster (the property cluster-name). Without it the cluster keeps the name it has.",
        { example: "control-plane" },
      ),
      domain: described(
        type.domain,
        "Domain of the nodes' internal API: a node is reached as NAME.DOMAIN. Default: none, the node's name alone.",
        { example: "internalapi.example.com" },
      ),
    },
  ),
);

const containers = record(
  "containers",
  {},
  {
    runtime: described(
      oneOf("podman", "docker"),
      "Container runtime of all bundles. Default: that of the profile, else podman.",
      { example: "docker" },
    ),
    registry: described(type.text, "Registry of the catalogue's images.", {
      default: "cluster.common.tag",
      example: "registry.example.com:5000",
    }),
    namespace: described(type.text, "Namespace in the registry. Default: none.", { example: "tripleotrain" }),
    prefix: described(type.text, "Text before each image's name. Default: none.", { example: "centos-binary-" }),
    tag: described(type.text, "Tag of the catalogue's images.", { default: "pcmklatest", example: "current-tripleo" }),
  },
);

const tls = record(
  "TLS",
  {},
  {
    internal: described(
      type.boolean,
      "Whether services talk to each other with TLS: those of the catalogue get their certificates mounted, and the agents parameters for them.",
      { default: false, example: true },
    ),
    public: described(
      type.boolean,
      "Whether HAProxy serves the public endpoints with TLS: it gets their certificate.",
      {
        default: false,
        example: true,
      },
    ),
    "ca-file": described(type.absolutePath, "Certificate of the authority that signed the internal certificates.", {
      default: "/etc/ipa/ca.crt",
      example: "/etc/pki/ca.crt",
    }),
  },
);

export const manifestShape = record(
  "the manifest",
  {},
  {
    nodes: described(
      nodes,
      "Nodes of the cluster, as a list of names or maps, or as a map by name. Others that the cluster has stay as they are.",
      { example: ["controller-0", "controller-1", "controller-2"] },
    ),
    fencing: described(
      either(fencing, oneOf("none")),
      "Fencing devices: agent and parameters for all nodes, or none to switch fencing off. Default: fencing is left as it is.",
      { example: { agent: "fence_ipmilan", parameters: { ip: "{node}.bmc.example.com" } } },
    ),
    profile: described(
      oneOf(...PROFILES.keys()),
      "Cluster-wide settings that a new control plane of this kind needs. What the cluster has otherwise stays, and a key of the file goes before it.",
      { example: "tripleo-train" },
    ),
    cluster: described(
      cluster,
      "Name of the cluster, or a map with name and domain. Without it the cluster keeps the name it has.",
      { example: "control-plane" },
    ),
    corosync: described(
      corosyncSection,
      "How the nodes hear each other and when they have quorum: makes corosync.conf, and nothing of the CIB.",
      { example: { token: "10s" } },
    ),
    roles: described(
      dictionary(type.name, list(located(type.name), "services"), "roles to their services"),
      "Which services a node with a role runs. Default: no roles, and every node runs every service.",
      { example: { Database: ["galera"], Messaging: ["rabbitmq"] } },
    ),
    containers: described(containers, "Container runtime, and where the catalogue's images come from.", {
      example: { registry: "registry.example.com:5000", tag: "current" },
    }),
    tls: described(tls, "Whether services talk TLS. Default: they do not.", { example: { internal: true } }),
    services: described(
      either(list(located(type.name), "services"), dictionary(type.name, either(service, nothing), "services")),
      "Services, as a list of names of the catalogue, or as a map to what differs from it; also services of your own.",
      { example: ["galera", "rabbitmq", "haproxy"] },
    ),
    resources: described(
      dictionary(type.name, resourceWord.shape, "ids to resources"),
      "Resources of any kind in the CIB's own words, by id: an agent alone, or a map with agent, template, group, clone, promotable or bundle.",
      { example: { web: "systemd:httpd" } },
    ),
    templates: described(
      dictionary(type.name, templateWord.shape, "ids to templates"),
      "Templates, by id, that primitives are made of.",
      { example: { "web-server": { agent: "ocf:heartbeat:apache" } } },
    ),
    "virtual-ips": described(
      either(
        list(either(located(address), virtualIp), "addresses"),
        dictionary(type.name, either(located(address), virtualIp), "names to addresses"),
      ),
      "Virtual IPs, as a list or as a map by name.",
      { example: { public: "10.0.0.101" } },
    ),
    properties: described(
      either(plainSettings, setList),
      "Cluster properties; an empty value takes away the one that the profile, cluster or fencing would give. All others stay as they are. Or a list of sets, of which the first without an id holds these.",
      { example: { "cluster-recheck-interval": "5min" } },
    ),
    "resource-defaults": described(
      either(plainSettings, setList),
      "Default meta attributes of all resources; an empty value takes away the profile's. All others stay as they are. Or a list of sets with ids, rules and scores, which is taken as it is.",
      { example: { "migration-threshold": 3 } },
    ),
    "operation-defaults": described(
      either(plainSettings, setList),
      "Default meta attributes of all operations; an empty value takes away the profile's. All others stay as they are. Or a list of sets with ids, rules and scores, which is taken as it is.",
      { example: { timeout: "60s" } },
    ),
    constraints: described(
      list(constraint, "constraints"),
      "Constraints of your own, beside those that services, virtual IPs and fencing devices come with. Each is one of location, colocation, order and ticket; they may name resources that the manifest does not have.",
      { example: [{ colocation: { resource: "web", with: "storage" } }] },
    ),
    "fencing-levels": described(
      fencingLevels,
      "Which devices fence a node, level after level, as a map of nodes to levels, or as a list. Beside the levels that the fencing section makes.",
      { example: { a: ["ipmi-a", ["pdu-1", "pdu-2"]] } },
    ),
    tags: described(
      dictionary(type.name, list(located(type.name), "ids"), "tags to ids"),
      "Tags, each with the ids that it stands for.",
      { example: { front: ["web"] } },
    ),
    alerts: described(dictionary(type.name, alert.shape, "ids to alerts"), "Alerts, by id.", {
      example: { snmp: { path: "/usr/share/pacemaker/alerts/alert_snmp.sh" } },
    }),
    acls: described(aclsShape, "Who may read and change what of the configuration.", {
      example: { targets: { alice: ["read-all"] }, roles: { "read-all": {} } },
    }),
    raw: described(raw, "What the language has no word for, as XML, by section of the CIB. It goes there untouched.", {
      example: { tags: '<tag id="front"><obj_ref id="web"/></tag>' },
    }),
    secrets: described(
      dictionary(type.name, secret, "secrets"),
      "Where secret values are kept; parameters refer to them by name.",
      { example: { bmc: { env: "BMC_PASSWORD" } } },
    ),
  },
);

export type Declared = Read<typeof manifestShape>;
export type DeclaredVirtualIp = Read<typeof virtualIp>;
