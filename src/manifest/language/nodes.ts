/** The sections of nodes and of fencing, whose devices may be written in either. */
import * as type from "../read/field-types.ts";
import { described, dictionary, either, list, located, nothing, oneOf, type Read, record } from "../read/shape.ts";
import { operations, parameters, plainSettings } from "./service.ts";

const device = record(
  "a fencing device",
  {},
  {
    agent: described(type.agentOfFencing, "Fence agent. Default: the agent of the fencing section.", {
      example: "fence_ipmilan",
    }),
    mac: described(
      type.mac,
      "MAC address of the device. The resource is named after it, as TripleO does; without one, after the node.",
      { example: "52:54:00:db:dc:c1" },
    ),
    level: described(
      type.integer(1, 9),
      "Fencing level. Devices of one level are used together; a higher level is tried when the one before failed.",
      { default: 1, example: 2 },
    ),
    delay: described(
      type.duration,
      "Delay before the device fences. Default: the delay of the fencing section, else none.",
      { example: "5s" },
    ),
    parameters: described(
      parameters,
      "Parameters of the fence agent, merged with those of the fencing section where the agent is the same; {node} becomes the node's name; an empty value takes one away.",
      { example: { ip: "{node}.bmc.example.com" } },
    ),
    operations: described(operations, "Operations, merged with those of the fencing section.", {
      example: { monitor: { interval: "120s" } },
    }),
  },
);

const devices = either(device, list(device, "fencing devices"));

const nodeKeys = {
  id: described(
    type.integer(1, 2147483647),
    "Corosync's id of a new node. Default: the lowest free one, in the order of the nodes. A node that the cluster has keeps its id.",
    { example: 7 },
  ),
  addresses: described(
    list(located(type.hostAddress), "addresses"),
    "Addresses for Corosync, one for each link from link 0. Default: one link, over the node's host name.",
    { example: ["10.0.0.1", "10.1.0.1"] },
  ),
  attributes: described(
    plainSettings,
    "Node attributes, beside those that say which services the node runs; an empty value takes one away.",
    { example: { rack: "r1" } },
  ),
  utilization: described(
    plainSettings,
    "What the node has for resources to take, by name; an empty value takes one away.",
    { example: { memory: 65536 } },
  ),
  type: described(
    oneOf("member", "remote"),
    "What a new node is: a member of the cluster, or a node that runs pacemaker_remoted. Default: member.",
    { example: "remote" },
  ),
  roles: described(list(located(type.name), "roles"), "Roles of the node. Without this key it has all of them.", {
    example: ["Controller"],
  }),
  fencing: described(
    devices,
    "Fencing device of the node, or a list of them. They take the place of the section's own.",
    {
      example: { mac: "52:54:00:db:dc:c1" },
    },
  ),
  host: described(
    type.text,
    "Name by which other nodes reach this node's internal API. Default: the node's name, with the domain of the cluster.",
    { example: "controller-0.internalapi.example.com" },
  ),
};

const node = record("a node", {}, nodeKeys);

const listedNode = record(
  "a node",
  {
    name: described(
      located(type.nodeName),
      "Name of the node as the cluster knows it; where nodes are a map, its key.",
      {
        example: "controller-0",
      },
    ),
  },
  nodeKeys,
);

export const nodes = either(
  list(either(located(type.nodeName), listedNode), "nodes"),
  dictionary(type.nodeName, either(node, nothing), "nodes"),
);

export const fencing = record(
  "fencing",
  {},
  {
    agent: described(type.agentOfFencing, "Fence agent of each node that has no device of its own.", {
      example: "fence_ipmilan",
    }),
    delay: described(type.duration, "Delay before a device fences. Default: none.", { example: "5s" }),
    parameters: described(
      parameters,
      "Parameters of each device with this agent; {node} becomes the node's name; {secret: NAME} refers to secrets.",
      { example: { ip: "{node}.bmc.example.com", password: { secret: "bmc" } } },
    ),
    operations: described(operations, "Operations of each device, merged with a monitor every 60s.", {
      example: { monitor: { interval: "120s", timeout: "30s" } },
    }),
    avoid: described(
      type.scoreOrNone,
      "Score of the location constraint that keeps a device off the node it fences; none makes no constraint. A cluster of one node has none.",
      { default: -10000, example: "none" },
    ),
    devices: described(
      dictionary(type.nodeName, devices, "nodes to their fencing devices"),
      "Devices by node, for those that say nothing about fencing themselves.",
      { example: { "controller-0": { mac: "52:54:00:db:dc:c1" } } },
    ),
  },
);

export type DeclaredNode = Read<typeof node>;
export type DeclaredDevice = Read<typeof device>;
export type DeclaredFencing = Read<typeof fencing>;
